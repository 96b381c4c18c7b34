import { useState } from 'react'
import type { KeyboardEvent } from 'react'
import { usePhone } from '../phone-context.ts'
import { type Suggestion, suggestNumbers } from './suggest-numbers.ts'

export type SuggestionsOptions = { typed: string; onChoose: (chosen: Suggestion) => void }

/**
 * Recent calls and contacts while a number is typed by keyboard. The keys of the keypad bring none: the list would lie over them,
 * under the finger. Arrows choose, Enter fills in, Escape closes.
 */
export function useSuggestions({ typed, onChoose }: SuggestionsOptions) {
  const recent = usePhone((state) => state.recent)
  const contacts = usePhone((state) => state.contacts)
  const plan = usePhone((state) => state.numberPlan)
  const [isWanted, setWanted] = useState(false)
  const [activeNumber, setActiveNumber] = useState<string | null>(null)
  const suggest = () => (plan ? suggestNumbers(typed, { recent, contacts, plan }) : [])
  const offered = isWanted ? suggest() : []
  const active = offered.findIndex(({ number }) => number === activeNumber)

  const close = () => {
    setWanted(false)
    setActiveNumber(null)
  }
  const choose = (suggestion: Suggestion) => {
    close()
    onChoose(suggestion)
  }
  /** One more than the suggestions: from the last, the way leads back into the field, as in an address bar. */
  const move = (step: 1 | -1) => {
    const all = suggest()
    const places = all.length + 1
    const next = (active + 1 + step + places) % places
    setWanted(true)
    setActiveNumber(all[next - 1]?.number ?? null)
  }

  return {
    offered,
    active: offered[active],
    close,
    choose,
    /** The text has been changed by keyboard. */
    onTyped: (text: string) => {
      setWanted(text !== '')
      setActiveNumber(null)
    },
    onKeyDown: (event: KeyboardEvent): void => {
      if (event.nativeEvent.isComposing) return
      const chosen = offered[active]
      if (event.key === 'ArrowDown') move(1)
      else if (event.key === 'ArrowUp') move(-1)
      else if (event.key === 'Escape' && offered.length > 0) close()
      else if (event.key === 'Enter' && chosen && !event.repeat) choose(chosen)
      else return
      event.preventDefault()
    },
  }
}

export const suggestionId = ({ number }: Suggestion): string => `suggestion-${number}`
