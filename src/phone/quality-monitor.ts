import type { BrtcClient } from '../brtc/client.ts'
import { describeError } from './offline-reason.ts'
import type { PhoneEvent } from './phone-event.ts'
import type { Call, PhoneState } from './phone-state.ts'
import type * as judgingModule from './quality-judging.ts'
import type { QualityReading } from './quality-reading.ts'
import type { Judgement } from './quality-warning.ts'
import type { Quality, QualitySample, QualitySource } from './quality.ts'
import { awaitsStream } from './take-up.ts'

export type QualityMonitorOptions = {
  getState: () => PhoneState
  dispatch: (event: PhoneEvent) => void
  client: () => Pick<BrtcClient, 'getStats'> | undefined
  now: () => number
  log: (level: 'info' | 'warn', message: string) => void
}

/**
 * Measures the connected call about once a second. Samples go to the subscribers of `source`; into the state goes
 * only what changes rarely: the word and the warning, and after the call its summary.
 */
export interface QualityMonitor {
  source: QualitySource
  follow: (state: PhoneState) => void
  close: () => void
}

/** Milliseconds. */
const interval = 1000
/** Milliseconds after the answer in which nothing is judged: the browser's buffer is still filling. */
const settling = 2000
const keptForDrawing = 120

type Judging = typeof judgingModule

type Measurement = {
  id: string
  answeredAt: number
  timer: ReturnType<typeof setInterval>
  samples: QualitySample[]
  judgement?: Judgement
  isAsking: boolean
  hasFailed: boolean
  reading?: QualityReading
}

type ConnectedCall = Extract<Call, { status: 'connected' }>

export function createQualityMonitor(options: QualityMonitorOptions): QualityMonitor {
  const { getState, dispatch, client, now, log } = options
  const listeners = new Set<(sample: QualitySample) => void>()
  let recent: readonly QualitySample[] = []
  let measurement: Measurement | undefined
  let judging: Judging | undefined

  function start({ id, answeredAt }: ConnectedCall): void {
    recent = []
    const started: Measurement = {
      id,
      answeredAt,
      timer: setInterval(() => void measure(started), interval),
      samples: [],
      isAsking: false,
      hasFailed: false,
    }
    measurement = started
  }

  function stop(): void {
    if (!measurement) return
    const { id, timer, samples } = measurement
    clearInterval(timer)
    measurement = undefined
    const summary = judging?.summarise(samples)
    if (!summary) return
    log('info', `the call sounded ${summary.level}`)
    // Told after whoever is still hearing of the end: they must not see the states in the wrong order.
    queueMicrotask(() => dispatch({ type: 'qualitySummed', id, summary }))
  }

  async function measure(call: Measurement): Promise<void> {
    if (call.isAsking) return
    call.isAsking = true
    try {
      judging ??= await import('./quality-judging.ts')
      const statistics = await client()?.getStats()
      if (statistics && call === measurement) {
        take(call, judging.readStatistics(statistics), judging)
      }
    } catch (error) {
      if (!call.hasFailed) log('warn', `no statistics: ${describeError(error)}`)
      call.hasFailed = true
    } finally {
      call.isAsking = false
    }
  }

  function take(
    call: Measurement,
    reading: QualityReading,
    { sampleBetween, judge, undecided }: Judging,
  ): void {
    const before = call.reading
    call.reading = reading
    if (!before) return
    const sample = sampleBetween(before, reading, now())
    recent = [...recent.slice(1 - keptForDrawing), sample]
    for (const listener of listeners) listener(sample)
    if (sample.at - call.answeredAt < settling) return
    call.samples.push(sample)
    const judgement = judge(call.judgement ?? undecided, call.samples.slice(-5), call.answeredAt)
    call.judgement = judgement
    tell(call.id, judgement)
  }

  function tell(id: string, { quality }: Judgement): void {
    const state = getState()
    const said = state.call?.status === 'connected' ? state.call.quality : null
    if (quality && !isSame(quality, said)) dispatch({ type: 'qualityChanged', id, quality })
  }

  return {
    source: {
      samples: () => recent,
      subscribe: (listener) => {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    },
    follow: ({ call }) => {
      const connected = call?.status === 'connected' && !awaitsStream(call) ? call : undefined
      if (connected?.id === measurement?.id) return
      stop()
      if (connected) start(connected)
    },
    close: stop,
  }
}

const isSame = (one: Quality, other: Quality | null): boolean =>
  one.level === other?.level && one.warning === other.warning
