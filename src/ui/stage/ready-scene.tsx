import type { ReactNode } from 'react'
import type {
  AudioDevice,
  Devices,
  Eligibility,
  EndedCall,
  Session,
} from '../../phone/phone-state.ts'
import { isReachable, isSilenced } from '../../phone/reachable.ts'
import { formatTime } from '../format.ts'
import { LevelLane } from '../kit/level-lane.tsx'
import { Scene } from '../kit/scene.tsx'
import { usePhone, usePhoneActions } from '../phone-context.ts'
import styles from './stage.module.css'

export type ReadySceneProps = { session: Extract<Session, { status: 'online' }> }

/** Whether calls will ring here, and what speaks for it: the line moves when the agent speaks. */
export function ReadyScene({ session }: ReadySceneProps): ReactNode {
  const phone = usePhoneActions()
  const devices = usePhone((state) => state.devices)
  const recent = usePhone((state) => state.recent)
  const isEligible = usePhone(isReachable)
  const isSilent = usePhone(isSilenced)
  const { headline, detail } = isSilent ? silence : promiseOf(session)

  return (
    <Scene
      tone={isEligible ? 'go' : 'wait'}
      label={`${isEligible ? 'Eligible' : 'Connected'} · online since ${formatTime(session.since)}`}
      headline={headline}
      detail={detail}
      actions={
        <dl className={styles.facts}>
          {Object.entries(factsOf(devices, session.expiresAt, recent)).map(([term, value]) => (
            <div key={term}>
              <dt>{term}</dt>
              <dd title={value}>{value}</dd>
            </div>
          ))}
        </dl>
      }
    >
      <LevelLane label="You" source={phone.microphoneLevel} tone="far" />
    </Scene>
  )
}

const promise: Record<Eligibility, { headline: string; detail: string }> = {
  eligible: {
    headline: 'Calls will ring here.',
    detail: 'Bandwidth hears this phone. Speak: the line below moves when your microphone does.',
  },
  ineligible: {
    headline: 'Calls will not ring here yet.',
    detail:
      'Bandwidth does not hear this phone. You can wait a moment, or go offline and online again.',
  },
  unknown: {
    headline: 'Calls may not ring here.',
    detail: 'You can call. The application has not confirmed that Bandwidth hears this phone.',
  },
}

const silence = {
  headline: 'Calls would not be heard here.',
  detail: 'The browser keeps this page silent. “Enable sound” is at the top of the page.',
}

function promiseOf({ isTokenPasted, eligibility }: ReadySceneProps['session']) {
  return isTokenPasted ? pastedToken : promise[eligibility]
}

/** A pasted token: only an application could say more. */
const pastedToken = {
  headline: 'Calls may not ring here.',
  detail:
    'You brought the token, so no application tells this phone whether Bandwidth hears it, or that a number is busy.',
}

function factsOf(devices: Devices, expiresAt: number | null, recent: readonly EndedCall[]) {
  return {
    Microphone: labelOf(devices.microphones, devices.microphone),
    Ringer: labelOf(devices.outputs, devices.ringer),
    'Token good until': expiresAt === null ? 'It does not say' : formatTime(expiresAt),
    'Calls today': countCalls(recent),
  }
}

function labelOf(devices: readonly AudioDevice[], id: string): string {
  return devices.find((device) => device.id === id)?.label ?? 'System default'
}

/** The newest come first. */
function countCalls(all: readonly EndedCall[], now = Date.now()): string {
  const today = new Date(now).setHours(0, 0, 0, 0)
  const before = all.findIndex(({ startedAt }) => startedAt < today)
  const recent = before < 0 ? all : all.slice(0, before)
  if (recent.length === 0) return 'None yet'
  const missed = recent.filter((call) => call.cause === 'missed').length
  return missed > 0 ? `${recent.length}, ${missed} missed` : String(recent.length)
}
