import { lazy, Suspense } from 'react'
import type { ReactNode } from 'react'
import { text } from '../../language/language.ts'
import type { ReconnectingSession, Trouble } from '../../phone/phone-state.ts'
import { Scene } from '../kit/scene.tsx'

export type RecoverySceneProps = { session: ReconnectingSession } | { trouble: Trouble }

/** With what stands beside the phone: when it is wanted the network may be gone, so it is there by then. */
export const loadRecoveryScene = () => import('./recovery-scene.tsx')

/** The status says all that matters should it not be there after all. */
const LoadedScene = lazy(async () => {
  try {
    return { default: (await loadRecoveryScene()).RecoveryScene }
  } catch {
    return { default: Plain }
  }
})

const Plain = (): ReactNode => (
  <Scene tone="wait" label={text('recovery.title')} headline={text('recovery.coming')} />
)

export function LazyRecoveryScene(props: RecoverySceneProps): ReactNode {
  return (
    <Suspense fallback={<Plain />}>
      <LoadedScene {...props} />
    </Suspense>
  )
}
