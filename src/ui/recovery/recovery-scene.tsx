import type { ReactNode } from 'react'
import { text } from '../../language/language.ts'
import type { ReconnectingSession, Trouble } from '../../phone/phone-state.ts'
import { Button } from '../kit/button.tsx'
import { Countdown } from '../kit/countdown.tsx'
import { Ring } from '../kit/ring.tsx'
import { Scene } from '../kit/scene.tsx'
import { usePhoneActions } from '../phone-context.ts'
import type { RecoverySceneProps } from './lazy-recovery-scene.tsx'
import { explainAttempt, explainTrouble } from './recovery-words.ts'

/** What is wrong, what the phone does about it, and when. */
export function RecoveryScene(props: RecoverySceneProps): ReactNode {
  return 'session' in props ? (
    <ReconnectingScene session={props.session} />
  ) : (
    <TroubleScene trouble={props.trouble} />
  )
}

/** The phone is on its way back: from what, how, and when the next attempt is. */
function ReconnectingScene({ session }: { session: ReconnectingSession }): ReactNode {
  const phone = usePhoneActions()
  const { retryAt, waitsFor, attempt } = session
  const { what, doing } = explainAttempt(session)
  const isWaiting = retryAt !== null || waitsFor === 'network'
  return (
    <Scene
      tone="wait"
      label={attempt > 1 ? text('recovery.attempt', { attempt }) : text('recovery.title')}
      headline={what}
      detail={text('recovery.noRing', { doing })}
      aside={retryAt !== null && <Countdown until={retryAt} label={text('recovery.nextAttempt')} />}
      actions={
        <>
          {isWaiting && (
            <Button tone="go" size="large" onClick={phone.retryNow}>
              {text('recovery.tryNow')}
            </Button>
          )}
          <Button onClick={phone.goOffline}>{text('recovery.stop')}</Button>
        </>
      }
    >
      <Ring tone="wait" />
    </Scene>
  )
}

/** The connection stands, and something is wrong with it. */
function TroubleScene({ trouble }: { trouble: Trouble }): ReactNode {
  const phone = usePhoneActions()
  const { what, doing, isLost } = explainTrouble(trouble)
  return (
    <Scene
      tone="wait"
      label={text(isLost ? 'recovery.title' : 'recovery.connected')}
      headline={what}
      detail={text('recovery.mayNotRing', { doing })}
      aside={
        trouble.until !== undefined && (
          <Countdown until={trouble.until} label={text('recovery.anotherConnection')} />
        )
      }
      actions={
        trouble.code !== 'microphone-lost' && (
          <Button tone="go" size="large" onClick={phone.retryNow}>
            {text('recovery.tryNow')}
          </Button>
        )
      }
    >
      <Ring tone="wait" />
    </Scene>
  )
}
