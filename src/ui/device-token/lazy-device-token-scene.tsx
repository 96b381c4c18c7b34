import { lazy, Suspense } from 'react'
import type { ReactNode } from 'react'
import { text } from '../../language/language.ts'
import type { OfflineSession } from '../../phone/phone-state.ts'
import { Explain } from '../kit/explain.tsx'
import { Scene } from '../kit/scene.tsx'
import { explain } from '../words.ts'
import type { TokenPage } from './use-token-page.ts'

export type DeviceTokenSceneProps = { session: OfflineSession; page: TokenPage }

/** Few ever see the page, so nobody waits for its code who does not. */
const LoadedScene = lazy(async () => {
  try {
    return { default: (await import('./device-token-scene.tsx')).DeviceTokenScene }
  } catch {
    return { default: Unavailable }
  }
})

export function LazyDeviceTokenScene(props: DeviceTokenSceneProps): ReactNode {
  return (
    <Suspense
      fallback={
        <Scene tone="off" label={text('stage.offline')} headline={text('token.headline')} />
      }
    >
      <LoadedScene {...props} />
    </Suspense>
  )
}

function Unavailable(): ReactNode {
  return (
    <Scene
      tone="end"
      label={text('stage.offline')}
      headline={text('token.pageUnavailable')}
      middle="read"
    >
      <div role="alert">
        <Explain {...explain('token.partMissing')} code="page-unavailable" />
      </div>
    </Scene>
  )
}
