import { createContext, use, useSyncExternalStore } from 'react'
import type { PageShell } from '../../phone/ports.ts'

export type Network = Pick<PageShell, 'isWithoutNetwork'>

const never = { isOn: () => false, subscribe: () => () => {} }

/** Where the page cannot be opened without a network, it always has one. */
export const noShell: Network = { isWithoutNetwork: never }

export const ShellContext = createContext<Network>(noShell)

export function useWithoutNetwork(): boolean {
  const { isWithoutNetwork } = use(ShellContext)
  return useSyncExternalStore(isWithoutNetwork.subscribe, isWithoutNetwork.isOn)
}
