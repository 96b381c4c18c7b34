import { lazy, Suspense } from 'react'
import type { ReactNode } from 'react'

/** Seldom read, so it is loaded when it is first opened. Where it cannot be, it stays away: the buttons show their keys. */
const LoadedDialog = lazy(async () => {
  try {
    return { default: (await import('./shortcuts-dialog.tsx')).ShortcutsDialog }
  } catch {
    return { default: () => null }
  }
})

export function LazyShortcutsDialog(props: { onClose: () => void }): ReactNode {
  return (
    <Suspense>
      <LoadedDialog {...props} />
    </Suspense>
  )
}
