import { useState } from 'react'
import type { ChangeEvent, RefObject } from 'react'
import type { NumberPlan } from '../../phone/number-plan.ts'
import { eraseAfter, eraseBefore, replaceRange, rewrite } from './edit-number.ts'
import type { Edit } from './edit-number.ts'

export type NumberField = ReturnType<typeof useNumberField>

/**
 * The text of the number field, written as its country writes it, with a caret that stays where it was. The text is
 * written again while rendering, so that it follows the country.
 */
export function useNumberField(input: RefObject<HTMLInputElement | null>, plan: NumberPlan | null) {
  const [raw, setRaw] = useState('')
  const [isComposing, setComposing] = useState(false)
  const write = plan?.formatAsTyped ?? asItIs
  const text = isComposing ? raw : write(raw)

  const apply = (edit: Edit) => {
    const next = rewrite(edit, write)
    show(input.current, next)
    setRaw(next.text)
  }
  const selection = () => {
    const end = input.current?.selectionEnd ?? text.length
    return { start: input.current?.selectionStart ?? end, end }
  }

  return {
    text,
    /** Where the keyboard would. */
    insert: (added: string) => apply(replaceRange(text, selection(), added)),
    /** As Backspace does. */
    erase: () => {
      const { start, end } = selection()
      apply(
        start === end
          ? eraseBefore({ text, caret: start })
          : replaceRange(text, { start, end }, ''),
      )
    },
    fill: (number: string) => apply({ text: number, caret: number.length }),
    clear: () => apply({ text: '', caret: 0 }),
    isAllSelected: () => {
      const { start, end } = selection()
      return start === 0 && end === text.length
    },
    onChange: ({ target, nativeEvent }: ChangeEvent<HTMLInputElement>) => {
      // An input method holds on to its text until it is done.
      if ('isComposing' in nativeEvent && nativeEvent.isComposing) return setRaw(target.value)
      const edit = { text: target.value, caret: target.selectionStart ?? target.value.length }
      // Otherwise the separator would be back at once, and Backspace would seem to be broken.
      const isSeparatorErased =
        target.value.length === text.length - 1 && write(target.value) === text
      if (!isSeparatorErased) return apply(edit)
      apply(isForward(nativeEvent) ? eraseAfter(edit) : eraseBefore(edit))
    },
    onCompositionStart: () => setComposing(true),
    onCompositionEnd: () => {
      setComposing(false)
      const value = input.current?.value ?? text
      apply({ text: value, caret: input.current?.selectionStart ?? value.length })
    },
  }
}

function show(input: HTMLInputElement | null, { text, caret }: Edit): void {
  if (!input) return
  // Setting the value to what it is would still throw away what can be undone.
  if (input.value !== text) input.value = text
  input.setSelectionRange(caret, caret)
}

const asItIs = (text: string): string => text

function isForward(event: Event): boolean {
  return 'inputType' in event && event.inputType === 'deleteContentForward'
}
