import { useState } from 'react'
import type { ClipboardEvent, FormEvent, RefObject } from 'react'
import { text } from '../../language/language.ts'
import type { FoundNumber } from '../../phone/number-plan.ts'
import { usePhone, usePhoneActions } from '../phone-context.ts'
import { describeNumber } from './describe-number.ts'
import type { NumberHint } from './describe-number.ts'
import { readPasted, writeNumber } from './read-pasted.ts'
import { useNumberField } from './use-number-field.ts'
import { useSuggestions } from './use-suggestions.ts'

export type Dialer = ReturnType<typeof useDialer>

/** How numbers come into the field, and the one way in which they leave it. */
export function useDialer(input: RefObject<HTMLInputElement | null>) {
  const phone = usePhoneActions()
  const plan = usePhone((state) => state.numberPlan)
  const isInCall = usePhone((state) => state.call?.status === 'connected')
  const [several, setSeveral] = useState<readonly FoundNumber[] | null>(null)
  /** About the number that was filled in, for as long as it stands there. */
  const [remark, setRemark] = useState({ about: '', text: '' })
  const field = useNumberField(input, plan)
  const suggestions = useSuggestions({
    typed: field.text,
    onChoose: ({ number }) => fillIn({ e164: number }),
  })

  function fillIn({ e164, extension }: FoundNumber, remark = ''): void {
    const written = plan ? writeNumber(e164, plan) : e164
    suggestions.close()
    setSeveral(null)
    field.fill(written)
    setRemark({
      about: written,
      text: extension ? text('dialer.extension', { extension }) : remark,
    })
  }

  /** A text from elsewhere: pasted, or in the address. */
  function take(brought: string): void {
    if (!plan) return field.insert(brought)
    const pasted = readPasted(brought, plan)
    if (pasted.status === 'several') setSeveral(pasted.numbers)
    else if (pasted.status === 'number') fillIn(pasted.number)
    else field.insert(pasted.text)
  }

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    const { call, recent } = phone.store.getState()
    const isBusy = call !== null && call.status !== 'ended'
    const last = recent.find(({ direction }) => direction === 'outbound')
    // Nothing is dialled that could not be read before: the first press shows the number, the second calls it.
    if (field.text.trim() === '' && last && !isBusy) {
      return fillIn({ e164: last.number }, text('dialer.lastCall'))
    }
    suggestions.close()
    if (await phone.dial(field.text)) field.clear()
  }

  const hint = isInCall
    ? hintInCall()
    : suggestions.offered.length > 0 && /\p{L}/u.test(field.text)
      ? hintByName()
      : plan && describeNumber(field.text, plan)
  return {
    field,
    suggestions,
    plan,
    isInCall,
    several,
    hint: hint && remark.text && remark.about === field.text ? addRemark(hint, remark.text) : hint,
    fillIn,
    take,
    forgetSeveral: () => setSeveral(null),
    submit,
    pressKey: (key: string) => {
      phone.pressKey(key)
      suggestions.close()
      if (!isInCall) field.insert(key)
    },
    onPaste: (event: ClipboardEvent) => {
      event.preventDefault()
      take(event.clipboardData.getData('text/plain'))
    },
  }
}

const hintInCall = (): NumberHint => ({ text: text('dialer.keysGoToCall'), tone: 'plain' })
const hintByName = (): NumberHint => ({ text: text('dialer.byName'), tone: 'plain' })

function addRemark(hint: NumberHint, remark: string): NumberHint {
  return { ...hint, text: `${hint.text.replace(/\.?$/, '.')} ${remark}` }
}
