import type { ReactNode } from 'react'
import type { ReconnectingSession, Trouble } from '../../phone/phone-state.ts'
import { Button } from '../kit/button.tsx'
import { Countdown } from '../kit/countdown.tsx'
import { Ring } from '../kit/ring.tsx'
import { Scene } from '../kit/scene.tsx'
import { usePhoneActions } from '../phone-context.ts'
import { explainAttempt, explainTrouble } from './recovery-words.ts'

/** The phone is on its way back: from what, how, and when the next attempt is. */
export function ReconnectingScene({ session }: { session: ReconnectingSession }): ReactNode {
  const phone = usePhoneActions()
  const { retryAt, waitsFor, attempt } = session
  const { what, doing } = explainAttempt(session)
  const isWaiting = retryAt !== null || waitsFor === 'network'
  return (
    <Scene
      tone="wait"
      label={attempt > 1 ? `Reconnecting · attempt ${attempt}` : 'Reconnecting'}
      headline={what}
      detail={`${doing} Calls do not ring here until then.`}
      aside={retryAt !== null && <Countdown until={retryAt} label="Next attempt in" />}
      actions={
        <>
          {isWaiting && (
            <Button tone="go" size="large" onClick={phone.retryNow}>
              Try now
            </Button>
          )}
          <Button onClick={phone.goOffline}>Stop trying</Button>
        </>
      }
    >
      <Ring tone="wait" />
    </Scene>
  )
}

/** The connection stands, and something is wrong with it. */
export function TroubleScene({ trouble }: { trouble: Trouble }): ReactNode {
  const phone = usePhoneActions()
  const { what, doing, isLost } = explainTrouble(trouble)
  return (
    <Scene
      tone="wait"
      label={isLost ? 'Reconnecting' : 'Connected'}
      headline={what}
      detail={`${doing} Calls may not ring here until then.`}
      aside={
        trouble.until !== undefined && (
          <Countdown until={trouble.until} label="Another connection in" />
        )
      }
      actions={
        trouble.code !== 'microphone-lost' && (
          <Button tone="go" size="large" onClick={phone.retryNow}>
            Try now
          </Button>
        )
      }
    >
      <Ring tone="wait" />
    </Scene>
  )
}
