import type { KeyboardEvent } from 'react'

/** A key that is held repeats itself; a call is begun by a press. */
export function ignoreHeldEnter(event: KeyboardEvent): void {
  if (event.key === 'Enter' && event.repeat) event.preventDefault()
}
