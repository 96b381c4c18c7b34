import type { ReactNode } from 'react'
import type { OfflineSession } from '../../phone/phone-state.ts'
import type { TokenPage } from '../device-token/use-token-page.ts'
import { Button } from '../kit/button.tsx'
import { QuietLink } from '../kit/quiet-link.tsx'
import { Scene } from '../kit/scene.tsx'
import { usePhoneActions } from '../phone-context.ts'
import { useWithoutNetwork } from '../shell/shell-context.ts'
import { shellWords } from '../shell/shell-words.ts'
import { OfflineAlert } from './offline-alert.tsx'
import { StepList } from './step-list.tsx'

export type OfflineSceneProps = { session: OfflineSession; tokenPage: TokenPage }

/** Nothing rings here: what happened, where something did, and what going online is going to do. */
export function OfflineScene({ session, tokenPage }: OfflineSceneProps): ReactNode {
  const phone = usePhoneActions()
  const { reason } = session
  const isWithoutNetwork = useWithoutNetwork()
  const said = isWithoutNetwork ? shellWords : wordsOf(reason !== undefined)
  return (
    <Scene
      tone={reason || isWithoutNetwork ? 'end' : 'off'}
      label="Offline"
      headline={said.headline}
      detail={said.detail}
      middle="read"
      actions={
        <>
          <Button tone="go" size="large" onClick={phone.goOnline}>
            Go online
          </Button>
          <QuietLink {...tokenPage.link}>Use a device token</QuietLink>
        </>
      }
    >
      {reason ? <OfflineAlert {...session} reason={reason} /> : !isWithoutNetwork && <StepList />}
    </Scene>
  )
}

function wordsOf(isFailure: boolean): { headline: string; detail: string | undefined } {
  return isFailure
    ? { headline: 'This phone is offline.', detail: undefined }
    : { headline: 'Calls do not ring here yet.', detail: 'Going online takes a second or two:' }
}
