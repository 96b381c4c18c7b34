import { createContext, use, useSyncExternalStore } from 'react'
import type { PageShell } from '../../phone/ports.ts'

const never = { isOn: () => false, subscribe: () => () => {} }

/** Where the page cannot be opened without a network, it always has one. */
export const noShell: PageShell = { isWithoutNetwork: never, hasUpdate: never, update: () => {} }

export const ShellContext = createContext<PageShell>(noShell)

export function useWithoutNetwork(): boolean {
  const { isWithoutNetwork } = use(ShellContext)
  return useSyncExternalStore(isWithoutNetwork.subscribe, isWithoutNetwork.isOn)
}
