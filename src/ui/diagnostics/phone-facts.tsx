import { useSyncExternalStore } from 'react'
import type { ReactNode } from 'react'
import type { AudioDevice, Devices, Session } from '../../phone/phone-state.ts'
import type { QualitySample } from '../../phone/quality.ts'
import { formatMoment } from '../format.ts'
import { useInsight } from '../insight/insight-context.ts'
import { usePhone, usePhoneActions } from '../phone-context.ts'
import { formatMilliseconds, formatScore, formatShare } from '../quality/describe-quality.ts'
import { diagnosticsWords } from './diagnostics-words.ts'
import styles from './diagnostics-view.module.css'

const { factNames, unknown } = diagnosticsWords

/** Versions, session, devices and the last statistics. */
export function PhoneFacts(): ReactNode {
  const { quality } = usePhoneActions()
  const version = useInsight()?.version
  const session = usePhone((state) => state.session)
  const devices = usePhone((state) => state.devices)
  const sample = useSyncExternalStore(quality.subscribe, () => quality.samples().at(-1))
  const facts: [string, string][] = [
    [factNames.version, version || unknown],
    [factNames.browser, navigator.userAgent],
    ...sessionFacts(session),
    ...deviceFacts(devices),
    ...statisticFacts(sample),
  ]
  return (
    // What scrolls must be reachable by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section tabIndex={0} aria-label={diagnosticsWords.facts} className={styles.facts}>
      <dl>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p>{diagnosticsWords.privacy}</p>
    </section>
  )
}

function sessionFacts(session: Session): [string, string][] {
  if (session.status === 'offline') {
    return [[factNames.session, [session.status, session.reason].filter(Boolean).join(' · ')]]
  }
  if (session.status === 'connecting') {
    return [[factNames.session, `${session.status} · ${session.step}`]]
  }
  if (session.status === 'reconnecting') {
    return [[factNames.session, `${session.status} · ${session.cause}, ${session.attempt}`]]
  }
  return [
    [factNames.session, `${session.status} · ${session.eligibility}`],
    [factNames.endpoint, session.endpointId || unknown],
    [factNames.since, formatMoment(session.since)],
    [factNames.expires, session.expiresAt === null ? unknown : formatMoment(session.expiresAt)],
  ]
}

function deviceFacts(devices: Devices): [string, string][] {
  const nameOf = (id: string, list: readonly AudioDevice[]) =>
    list.find((device) => device.id === id)?.label || diagnosticsWords.systemDefault
  return [
    [factNames.microphone, nameOf(devices.microphone, devices.microphones)],
    [factNames.speaker, nameOf(devices.speaker, devices.outputs)],
    [factNames.ringer, nameOf(devices.ringer, devices.outputs)],
  ]
}

function statisticFacts(sample: QualitySample | undefined): [string, string][] {
  if (!sample) return []
  const { roundTrip, jitter, loss, mos } = sample
  const say = (value: number | undefined, format: (value: number) => string) =>
    value === undefined ? unknown : format(value)
  return [
    [factNames.roundTrip, say(roundTrip, formatMilliseconds)],
    [factNames.jitter, say(jitter, formatMilliseconds)],
    [factNames.loss, say(loss, formatShare)],
    [factNames.mos, say(mos, formatScore)],
  ]
}
