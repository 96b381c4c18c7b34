import { lazy, Suspense } from 'react'
import type { ReactNode } from 'react'
import { loadDiagnosticsTexts } from '../../language/load-language.ts'
import type { InsightTarget } from './insight-context.ts'
import { Unavailable } from './unavailable.tsx'

/** Looked at by few, so it is loaded when it is first opened. */
const LoadedDialog = lazy(async () => {
  try {
    const [{ InsightDialog }] = await Promise.all([
      import('./insight-dialog.tsx'),
      loadDiagnosticsTexts(),
    ])
    return { default: InsightDialog }
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
