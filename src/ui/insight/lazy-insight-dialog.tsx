import { lazy, Suspense } from 'react'
import type { ReactNode } from 'react'
import type { InsightTarget } from './insight-context.ts'
import { Unavailable } from './unavailable.tsx'

/** Looked at by few, so it is loaded when it is first opened. */
const LoadedDialog = lazy(async () => {
  try {
    return { default: (await import('./insight-dialog.tsx')).InsightDialog }
  } catch {
    return { default: Unavailable }
  }
})

export function LazyInsightDialog(props: {
  target: InsightTarget
  onClose: () => void
}): ReactNode {
  return (
    <Suspense>
      <LoadedDialog {...props} />
    </Suspense>
  )
}
