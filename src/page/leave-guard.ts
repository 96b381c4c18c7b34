import type { Phone } from '../phone/phone.ts'
import { isLive } from '../phone/reduce-call.ts'

export type LeavingPage = Pick<Window, 'addEventListener' | 'removeEventListener'>

/**
 * Lets the browser ask before it leaves a page with a call. Only then: a page that listens without need is asked about for
 * nothing, and some browsers keep it out of their back-forward cache.
 *
 * @returns stops it
 */
export function guardLeaving(
  { store }: Pick<Phone, 'store'>,
  page: LeavingPage = window,
): () => void {
  let isGuarding = false
  const ask = (event: Event) => event.preventDefault()

  function follow(isWanted: boolean): void {
    if (isWanted === isGuarding) return
    isGuarding = isWanted
    if (isWanted) page.addEventListener('beforeunload', ask)
    else page.removeEventListener('beforeunload', ask)
  }

  follow(isLive(store.getState().call))
  const unsubscribe = store.subscribe(({ call }) => follow(isLive(call)))
  return () => {
    unsubscribe()
    follow(false)
  }
}
