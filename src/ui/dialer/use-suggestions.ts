import { useState } from 'react'
import type { KeyboardEvent } from 'react'
import type { EndedCall } from '../../phone/phone-state.ts'
import { usePhone } from '../phone-context.ts'
import { suggestCalls } from './suggest-calls.ts'

export type SuggestionsOptions = { typed: string; onChoose: (call: EndedCall) => void }

/**
 * Recent calls while a number is typed by keyboard. The keys of the keypad bring none: the list would lie over them,
 * under the finger. Arrows choose, Enter fills in, Escape closes.
 */
export function useSuggestions({ typed, onChoose }: SuggestionsOptions) {
  const recent = usePhone((state) => state.recent)
  const plan = usePhone((state) => state.numberPlan)
  const [isWanted, setWanted] = useState(false)
  const [activeId, setActiveId] = useState<string | null>(null)
  const calls = isWanted && plan ? suggestCalls(typed, recent, plan) : []
  const active = calls.findIndex(({ id }) => id === activeId)

  const close = () => {
    setWanted(false)
    setActiveId(null)
  }
  const choose = (call: EndedCall) => {
    close()
    onChoose(call)
  }
  /** One more than the calls: from the last, the way leads back into the field, as in an address bar. */
  const move = (step: 1 | -1) => {
    const offered = plan ? suggestCalls(typed, recent, plan) : []
    const places = offered.length + 1
    const next = (active + 1 + step + places) % places
    setWanted(true)
    setActiveId(offered[next - 1]?.id ?? null)
  }

  return {
    calls,
    active: calls[active],
    close,
    choose,
    /** The text has been changed by keyboard. */
    onTyped: (text: string) => {
      setWanted(text !== '')
      setActiveId(null)
    },
    onKeyDown: (event: KeyboardEvent): void => {
      if (event.nativeEvent.isComposing) return
      const chosen = calls[active]
      if (event.key === 'ArrowDown') move(1)
      else if (event.key === 'ArrowUp') move(-1)
      else if (event.key === 'Escape' && calls.length > 0) close()
      else if (event.key === 'Enter' && chosen && !event.repeat) choose(chosen)
      else return
      event.preventDefault()
    },
  }
}

export const suggestionId = (call: EndedCall): string => `suggestion-${call.id}`
