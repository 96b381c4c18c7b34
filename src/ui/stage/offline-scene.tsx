import type { ReactNode } from 'react'
import { text } from '../../language/language.ts'
import type { OfflineSession } from '../../phone/phone-state.ts'
import type { TokenPage } from '../device-token/use-token-page.ts'
import { Button } from '../kit/button.tsx'
import { QuietLink } from '../kit/quiet-link.tsx'
import { Scene } from '../kit/scene.tsx'
import { usePhoneActions } from '../phone-context.ts'
import { useWithoutNetwork } from '../shell/shell-context.ts'
import { explain } from '../words.ts'
import { OfflineAlert } from './offline-alert.tsx'
import { StepList } from './step-list.tsx'

export type OfflineSceneProps = { session: OfflineSession; tokenPage: TokenPage }

/** Nothing rings here: what happened, where something did, and what going online is going to do. */
export function OfflineScene({ session, tokenPage }: OfflineSceneProps): ReactNode {
  const phone = usePhoneActions()
  const { reason } = session
  const isWithoutNetwork = useWithoutNetwork()
  const { what, todo } = explain(
    isWithoutNetwork ? 'shell.noNetwork' : reason ? 'stage.isOffline' : 'stage.noRingYet',
  )
  return (
    <Scene
      tone={reason || isWithoutNetwork ? 'end' : 'off'}
      label={text('stage.offline')}
      headline={what}
      detail={todo}
      middle="read"
      actions={
        <>
          <Button tone="go" size="large" onClick={phone.goOnline}>
            {text('header.goOnline')}
          </Button>
          <QuietLink {...tokenPage.link}>{text('stage.useToken')}</QuietLink>
        </>
      }
    >
      {reason ? <OfflineAlert {...session} reason={reason} /> : !isWithoutNetwork && <StepList />}
    </Scene>
  )
}
