/**
 * What the page is told of the machine and of itself.
 *
 * - `offline`, `online`: the browser's word about the network.
 * - `woken`: the clock has jumped: the machine slept, or the page did not run.
 * - `thawed`: the page was frozen, and runs again.
 */
export type SurroundingsEvent = 'offline' | 'online' | 'woken' | 'thawed'

export interface Surroundings {
  /** False only where the browser is sure that there is no network. */
  hasNetwork: () => boolean
  subscribe: (listener: (event: SurroundingsEvent) => void) => () => void
}

/** Of which nothing is heard. */
export const quietSurroundings: Surroundings = {
  hasNetwork: () => true,
  subscribe: () => () => {},
}
