import { lazy, Suspense, use, useSyncExternalStore } from 'react'
import type { ReactNode } from 'react'
import { ShellContext } from './shell-context.ts'

/** There is seldom one. Where it cannot be loaded, the newer version comes with the next visit. */
const UpdateOffer = lazy(async () => {
  try {
    return { default: (await import('./update-offer.tsx')).UpdateOffer }
  } catch {
    return { default: () => null }
  }
})

export function LazyUpdateOffer(): ReactNode {
  const { hasUpdate } = use(ShellContext)
  const isThere = useSyncExternalStore(hasUpdate.subscribe, hasUpdate.isOn)
  if (!isThere) return null
  return (
    <Suspense>
      <UpdateOffer />
    </Suspense>
  )
}
