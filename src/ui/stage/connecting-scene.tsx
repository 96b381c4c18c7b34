import { useEffect, useState } from 'react'
import type { ReactNode } from 'react'
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
      label="Connecting"
      headline="Going online…"
      detail={
        step === 'microphone' ? 'If the browser asks for the microphone, allow it.' : undefined
      }
      middle="read"
      aside={<Timer since={startedAt} label="Connecting for" />}
      actions={<Button onClick={phone.goOffline}>Cancel</Button>}
    >
      <StepList present={step} />
      <SlowHint key={step} step={step} />
    </Scene>
  )
}

/** Milliseconds after which a step takes longer than it does where nothing is wrong. */
const SLOW = 4_000

/** Most often the reason, and what can be done while it goes on trying. */
const slowWords: Record<ConnectingStep, string> = {
  token:
    'The application is slow to answer. Most often it is busy or being restarted, or the network is slow: it is worth waiting.',
  microphone:
    'The browser most often waits for you: look for its question near the address bar, perhaps in another window, and allow the microphone.',
  socket:
    'Bandwidth is slow to answer. Most often a firewall, a proxy or a VPN holds up secure web sockets: without the VPN it may go faster.',
  media:
    'No path for the audio is found yet. Most often a firewall or a VPN stops UDP: without the VPN, or in another network, it may go faster.',
  publishing:
    'Bandwidth has not taken the microphone yet. Most often the network is slow: if it does not end, cancel and go online again.',
}

function SlowHint({ step }: { step: ConnectingStep }): ReactNode {
  const announce = useAnnounce()
  const [isSlow, setSlow] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => {
      setSlow(true)
      announce(slowWords[step])
    }, SLOW)
    return () => clearTimeout(timer)
  }, [announce, step])
  return isSlow && <p className={styles.slow}>{slowWords[step]}</p>
}
