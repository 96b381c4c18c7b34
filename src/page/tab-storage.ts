/** What a tab keeps over a reload, `sessionStorage` that is: asked for each time, as a browser may refuse it. */
export type TabStorage = () => Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/** Keeps it for the page that is loaded next in this tab; not where the browser refuses. */
export function leaveBehind(storage: TabStorage, key: string, what: unknown): void {
  try {
    storage().setItem(key, JSON.stringify(what))
  } catch {
    // The next page begins without it.
  }
}

/**
 * Takes out what the page before has left behind, so that no third page finds it.
 * @returns anything, as another Offhook may have written it; undefined where there is nothing
 */
export function takeOut(storage: TabStorage, key: string): unknown {
  try {
    const stored = storage().getItem(key)
    storage().removeItem(key)
    return stored === null ? undefined : JSON.parse(stored)
  } catch {
    return undefined
  }
}
