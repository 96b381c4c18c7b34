import { useSyncExternalStore } from 'react'
import type { ReactNode } from 'react'
import { text } from '../../language/language.ts'
import type { Devices, Session } from '../../phone/phone-state.ts'
import type { QualitySample } from '../../phone/quality.ts'
import { formatMoment } from '../format.ts'
import { useInsight } from '../insight/insight-context.ts'
import { usePhone, usePhoneActions } from '../phone-context.ts'
import { formatMilliseconds, formatScore, formatShare } from '../quality/describe-quality.ts'
import { nameOfChosen } from '../words.ts'
import styles from './diagnostics-view.module.css'

type Fact = readonly [name: string, value: string]

/** Versions, session, devices and the last statistics. */
export function PhoneFacts(): ReactNode {
  const { quality } = usePhoneActions()
  const version = useInsight()?.version
  const session = usePhone((state) => state.session)
  const devices = usePhone((state) => state.devices)
  const sample = useSyncExternalStore(quality.subscribe, () => quality.samples().at(-1))
  const facts: Fact[] = [
    ['Offhook', version || text('diagnostics.unknown')],
    [text('diagnostics.browser'), navigator.userAgent],
    ...sessionFacts(session),
    ...deviceFacts(devices),
    ...statisticFacts(sample),
  ]
  return (
    // What scrolls must be reachable by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section tabIndex={0} aria-label={text('diagnostics.facts')} className={styles.facts}>
      <dl>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p>{text('diagnostics.privacy')}</p>
    </section>
  )
}

function sessionFacts(session: Session): Fact[] {
  if (session.status === 'offline') {
    return [
      [text('diagnostics.session'), [session.status, session.reason].filter(Boolean).join(' · ')],
    ]
  }
  if (session.status === 'connecting') {
    return [[text('diagnostics.session'), `${session.status} · ${session.step}`]]
  }
  if (session.status === 'reconnecting') {
    return [
      [text('diagnostics.session'), `${session.status} · ${session.cause}, ${session.attempt}`],
    ]
  }
  return [
    [text('diagnostics.session'), `${session.status} · ${session.eligibility}`],
    [text('diagnostics.endpoint'), session.endpointId || text('diagnostics.unknown')],
    [text('diagnostics.since'), formatMoment(session.since)],
    [
      text('diagnostics.expires'),
      session.expiresAt === null ? text('diagnostics.unknown') : formatMoment(session.expiresAt),
    ],
  ]
}

function deviceFacts(devices: Devices): Fact[] {
  return [
    [text('media.microphone'), nameOfChosen(devices.microphones, devices.microphone)],
    [text('media.speaker'), nameOfChosen(devices.outputs, devices.speaker)],
    [text('media.ringer'), nameOfChosen(devices.outputs, devices.ringer)],
  ]
}

function statisticFacts(sample: QualitySample | undefined): Fact[] {
  if (!sample) return []
  const { roundTrip, jitter, loss, mos } = sample
  const say = (value: number | undefined, format: (value: number) => string) =>
    value === undefined ? text('diagnostics.unknown') : format(value)
  return [
    [text('quality.roundTrip'), say(roundTrip, formatMilliseconds)],
    [text('quality.jitter'), say(jitter, formatMilliseconds)],
    [text('diagnostics.lost'), say(loss, formatShare)],
    [text('quality.mos'), say(mos, formatScore)],
  ]
}
