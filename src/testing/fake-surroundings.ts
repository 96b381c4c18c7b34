import type { Surroundings, SurroundingsEvent } from '../phone/recovery/surroundings.ts'

/** A network and a machine that are as the test says. */
export type FakeSurroundings = ReturnType<typeof createFakeSurroundings>

export function createFakeSurroundings() {
  const listeners = new Set<(event: SurroundingsEvent) => void>()
  let hasNetwork = true
  return {
    hasNetwork: () => hasNetwork,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    listeners: () => listeners.size,
    tell: (event: SurroundingsEvent) => {
      if (event === 'offline') hasNetwork = false
      if (event === 'online') hasNetwork = true
      for (const listener of listeners) listener(event)
    },
  } satisfies Surroundings & Record<string, unknown>
}
