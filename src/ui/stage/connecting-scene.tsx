import type { ReactNode } from 'react'
import type { ConnectingStep } from '../../phone/phone-state.ts'
import { Scene } from '../kit/scene.tsx'
import { Timer } from '../kit/timer.tsx'
import { StepList } from './step-list.tsx'

export type ConnectingSceneProps = { step: ConnectingStep; startedAt: number }

export function ConnectingScene({ step, startedAt }: ConnectingSceneProps): ReactNode {
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
    >
      <StepList present={step} />
    </Scene>
  )
}
