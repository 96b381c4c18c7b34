import type { ReactNode } from 'react'
import { text, type TextKey } from '../../language/language.ts'
import type { Devices, Eligibility, EndedCall, Session } from '../../phone/phone-state.ts'
import { isReachable, isSilenced } from '../../phone/reachable.ts'
import { formatTime } from '../format.ts'
import { LevelLane } from '../kit/level-lane.tsx'
import { Scene } from '../kit/scene.tsx'
import { usePhone, usePhoneActions } from '../phone-context.ts'
import { explain, nameOfChosen } from '../words.ts'
import styles from './stage.module.css'

export type ReadySceneProps = { session: Extract<Session, { status: 'online' }> }

/** Whether calls will ring here, and what speaks for it: the line moves when the agent speaks. */
export function ReadyScene({ session }: ReadySceneProps): ReactNode {
  const phone = usePhoneActions()
  const devices = usePhone((state) => state.devices)
  const recent = usePhone((state) => state.recent)
  const isEligible = usePhone(isReachable)
  const isSilent = usePhone(isSilenced)
  const { what, todo } = explain(isSilent ? 'stage.silenced' : promiseOf(session))
  const since = { time: formatTime(session.since) }

  return (
    <Scene
      tone={isEligible ? 'go' : 'wait'}
      label={text(isEligible ? 'stage.eligibleSince' : 'stage.connectedSince', since)}
      headline={what}
      detail={todo}
      actions={
        <dl className={styles.facts}>
          {factsOf(devices, session.expiresAt, recent).map(([term, value]) => (
            <div key={term}>
              <dt>{text(term)}</dt>
              <dd title={value}>{value}</dd>
            </div>
          ))}
        </dl>
      }
    >
      <LevelLane label={text('stage.you')} source={phone.microphoneLevel} tone="far" />
    </Scene>
  )
}

/** What will happen, and why. */
const promise: Record<Eligibility, TextKey> = {
  eligible: 'stage.eligible',
  ineligible: 'stage.ineligible',
  unknown: 'stage.unknown',
}

/** Of a pasted token only an application could say more. */
function promiseOf({ isTokenPasted, eligibility }: ReadySceneProps['session']): TextKey {
  return isTokenPasted ? 'stage.pasted' : promise[eligibility]
}

type Fact = readonly [term: TextKey, value: string]

function factsOf(
  devices: Devices,
  expiresAt: number | null,
  recent: readonly EndedCall[],
): readonly Fact[] {
  return [
    ['stage.microphone', nameOfChosen(devices.microphones, devices.microphone)],
    ['stage.ringer', nameOfChosen(devices.outputs, devices.ringer)],
    ['stage.tokenUntil', expiresAt === null ? text('stage.noExpiry') : formatTime(expiresAt)],
    ['stage.calls', countCalls(recent)],
  ]
}

/** The newest come first. */
function countCalls(all: readonly EndedCall[], now = Date.now()): string {
  const today = new Date(now).setHours(0, 0, 0, 0)
  const before = all.findIndex(({ startedAt }) => startedAt < today)
  const recent = before < 0 ? all : all.slice(0, before)
  if (recent.length === 0) return text('stage.noCalls')
  const calls = recent.length
  const missed = recent.filter((call) => call.cause === 'missed').length
  return missed > 0
    ? text('stage.callCountMissed', { calls, missed })
    : text('stage.callCount', { calls })
}
