import { useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import { text, type TextKey } from '../../language/language.ts'
import type { ConnectingStep } from '../../phone/phone-state.ts'
import { useAnnounce } from '../announcer/announcer.tsx'
import { Button } from '../kit/button.tsx'
import { Scene } from '../kit/scene.tsx'
import { Timer } from '../kit/timer.tsx'
import { usePhoneActions } from '../phone-context.ts'
import styles from './stage.module.css'
import { StepList } from './step-list.tsx'

export type ConnectingSceneProps = { step: ConnectingStep; startedAt: number }

/** Where going online is, what it waits for, why that may take long, and the way out. */
export function ConnectingScene({ step, startedAt }: ConnectingSceneProps): ReactNode {
  const phone = usePhoneActions()
  return (
    <Scene
      tone="wait"
      label={text('stage.connecting')}
      headline={text('stage.goingOnline')}
      detail={step === 'microphone' ? text('stage.allowMicrophone') : undefined}
      middle="read"
      aside={<Timer since={startedAt} label={text('stage.connectingFor')} />}
      actions={<Button onClick={phone.goOffline}>{text('stage.cancel')}</Button>}
    >
      <StepList present={step} />
      <SlowHint key={step} step={step} />
    </Scene>
  )
}

/** Milliseconds after which a step takes longer than it does where nothing is wrong. */
const SLOW = 4_000

/** Most often the reason, and what can be done while it goes on trying. */
const slowWords: Record<ConnectingStep, TextKey> = {
  token: 'stage.slowToken',
  microphone: 'stage.slowMicrophone',
  socket: 'stage.slowSocket',
  media: 'stage.slowMedia',
  publishing: 'stage.slowPublishing',
}

function SlowHint({ step }: { step: ConnectingStep }): ReactNode {
  const announce = useAnnounce()
  const [isSlow, setSlow] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => {
      setSlow(true)
      announce(text(slowWords[step]))
    }, SLOW)
    return () => clearTimeout(timer)
  }, [announce, step])
  return isSlow && <p className={styles.slow}>{text(slowWords[step])}</p>
}
