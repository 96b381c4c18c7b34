import type { ReactNode } from 'react'
import type { OfflineReason } from '../../phone/phone-state.ts'
import { Button } from '../kit/button.tsx'
import { Scene } from '../kit/scene.tsx'
import { usePhoneActions } from '../phone-context.ts'
import { OfflineAlert } from './offline-alert.tsx'
import { StepList } from './step-list.tsx'

/** Nothing rings here: what happened, where something did, and what going online is going to do. */
export function OfflineScene({ reason }: { reason?: OfflineReason }): ReactNode {
  const phone = usePhoneActions()
  return (
    <Scene
      tone={reason ? 'end' : 'off'}
      label="Offline"
      headline={reason ? 'This phone is offline.' : 'Calls do not ring here yet.'}
      detail={reason ? undefined : 'Going online takes a second or two:'}
      middle="read"
      actions={
        <Button tone="go" size="large" onClick={phone.goOnline}>
          Go online
        </Button>
      }
    >
      {reason ? <OfflineAlert reason={reason} /> : <StepList />}
    </Scene>
  )
}
