import type { QualityLevel, QualityProblem, QualitySample, QualitySummary } from './quality.ts'

type Measured = Pick<QualitySample, 'roundTrip' | 'jitter' | 'loss' | 'mos'>

/**
 * The E-model (ITU-T G.107) reduced to what a browser measures, with the coefficients of Twilio's `rtc/mos.ts`:
 * `latency` is the round trip, twice the jitter and 10 ms for the codec.
 *
 * @returns 1 to 4.5; undefined where one of the three has not been measured
 */
export function meanOpinionScore({ roundTrip, jitter, loss }: Measured): number | undefined {
  if (roundTrip === undefined || jitter === undefined || loss === undefined) return undefined
  const latency = roundTrip + 2 * jitter + 10
  const delayed = 94.768 - (latency < 160 ? latency / 40 : (latency - 120) / 10)
  const factor = Math.max(0, delayed - 2.5 * loss * 100)
  // Below a factor of about 6.5 the polynomial dips under the scale's 1.
  return Math.max(1, 1 + 0.035 * factor + 0.000007 * factor * (factor - 60) * (100 - factor))
}

/** Worse than this is poor, and warned of: the limits of Twilio's and Telnyx's monitors. Milliseconds and shares. */
const poor = { roundTrip: 400, jitter: 30, loss: 0.01, mos: 3.5 }
/** Worse than this is no longer good. With `poor` the bands are contiguous: every value falls into one. */
const fair = { roundTrip: 200, jitter: 20, loss: 0.005, mos: 4 }

/** Those that a sample shows, the one that explains most first. */
export function problemsOf(sample: QualitySample): QualityProblem[] {
  if (sample.received === 0) return ['no-sound']
  return worseThan(poor, sample)
}

export function levelOf(sample: QualitySample): QualityLevel {
  if (problemsOf(sample).length > 0) return 'poor'
  return worseThan(fair, sample).length > 0 ? 'fair' : 'good'
}

function worseThan(limits: Required<Measured>, measured: Measured): QualityProblem[] {
  const { roundTrip = 0, jitter = 0, loss = 0, mos = 5 } = measured
  return [
    ...(loss > limits.loss ? (['loss'] as const) : []),
    ...(jitter > limits.jitter ? (['jitter'] as const) : []),
    ...(roundTrip > limits.roundTrip ? (['round-trip'] as const) : []),
    ...(mos < limits.mos ? (['mos'] as const) : []),
  ]
}

const levels: readonly QualityLevel[] = ['good', 'fair', 'poor']

/** The level that so great a share of the samples are as good as, or better. */
export function levelReached(
  samples: readonly QualitySample[],
  share: number,
): QualityLevel | undefined {
  const ranks = samples.map((sample) => levels.indexOf(levelOf(sample))).sort((a, b) => a - b)
  return levels[ranks[Math.ceil(ranks.length * share) - 1] ?? -1]
}

/** @returns undefined for fewer than three samples: too short to say */
export function summarise(samples: readonly QualitySample[]): QualitySummary | undefined {
  const level = levelReached(samples, 0.75)
  if (samples.length < 3 || level === undefined) return undefined
  const valuesOf = (key: keyof Measured): number[] =>
    samples.flatMap((sample) => sample[key] ?? []).sort((a, b) => a - b)
  const [roundTrip, jitter, mos] = [
    median(valuesOf('roundTrip')),
    median(valuesOf('jitter')),
    median(valuesOf('mos')),
  ]
  const losses = valuesOf('loss')
  return {
    level,
    samples: samples.length,
    ...(roundTrip !== undefined && { roundTrip }),
    ...(jitter !== undefined && { jitter }),
    // Samples cover about a second each, so the mean is the share over all.
    ...(losses.length > 0 && { loss: losses.reduce((sum, loss) => sum + loss) / losses.length }),
    ...(mos !== undefined && { mos }),
  }
}

const median = (sorted: readonly number[]): number | undefined =>
  sorted[Math.floor(sorted.length / 2)]
