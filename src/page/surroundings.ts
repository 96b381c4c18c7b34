import type { Surroundings, SurroundingsEvent } from '../phone/recovery/surroundings.ts'

export type SurroundingsOptions = {
  /** Where `online` and `offline` are heard. */
  window?: EventTarget
  /** Where `freeze`, `resume` and `visibilitychange` are heard. */
  document?: EventTarget & Pick<Document, 'visibilityState'>
  navigator?: Pick<Navigator, 'onLine'>
  /** Milliseconds since the epoch. */
  now?: () => number
}

/** Milliseconds between two looks at the clock. */
const lookMs = 1_000
/** A look that comes so late was kept from coming: by sleep, by a browser that throttles, or by a page that hangs. */
const jumpMs = 4_000

/** The network, the machine's sleep and the page's own as the browser tells of them. One for the life of the page. */
export function createSurroundings(options: SurroundingsOptions = {}): Surroundings {
  const {
    window = globalThis,
    document = globalThis.document,
    navigator = globalThis.navigator,
    now = () => Date.now(),
  } = options
  const listeners = new Set<(event: SurroundingsEvent) => void>()
  const tell = (event: SurroundingsEvent) => {
    for (const listener of listeners) listener(event)
  }

  window.addEventListener('online', () => tell('online'))
  window.addEventListener('offline', () => tell('offline'))
  document.addEventListener('resume', () => tell('thawed'))

  // No event tells of sleep: a timer that is far too late does.
  let looked = now()
  const look = () => {
    const passed = now() - looked
    looked = now()
    if (passed > lookMs + jumpMs) tell('woken')
  }
  setInterval(look, lookMs)
  // The timer of a page that comes to the front may still be held back.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') look()
  })

  return {
    hasNetwork: () => navigator.onLine,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
