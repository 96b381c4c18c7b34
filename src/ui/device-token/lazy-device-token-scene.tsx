import { lazy, Suspense } from 'react'
import type { ReactNode } from 'react'
import type { OfflineSession } from '../../phone/phone-state.ts'
import { Explain } from '../kit/explain.tsx'
import { Scene } from '../kit/scene.tsx'
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
    <Suspense fallback={<Scene tone="off" label="Offline" headline="Bring your own token." />}>
      <LoadedScene {...props} />
    </Suspense>
  )
}

function Unavailable(): ReactNode {
  return (
    <Scene tone="end" label="Offline" headline="This page could not be loaded." middle="read">
      <div role="alert">
        <Explain
          what="A part of Offhook is missing."
          todo="Check the network, then reload the page."
          code="page-unavailable"
        />
      </div>
    </Scene>
  )
}
