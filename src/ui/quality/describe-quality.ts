import type { EndedCall } from '../../phone/phone-state.ts'
import type { QualityLevel, QualitySample, QualitySummary } from '../../phone/quality.ts'

export const levelWords: Record<QualityLevel, string> = { good: 'Good', fair: 'Fair', poor: 'Poor' }

type Measure = keyof Pick<QualitySample, 'roundTrip' | 'jitter' | 'loss' | 'mos'>

const measures: Record<Measure, { name: string; format: (value: number) => string }> = {
  roundTrip: { name: 'round trip', format: formatMilliseconds },
  jitter: { name: 'jitter', format: formatMilliseconds },
  loss: { name: 'lost or too late', format: formatShare },
  mos: { name: 'score', format: formatScore },
}

export function formatMilliseconds(value: number): string {
  return `${Math.round(value)} ms`
}

/** A share as per cent; a small one must not look like none. */
export function formatShare(value: number): string {
  const percent = value * 100
  return `${percent > 0 && percent < 10 ? percent.toFixed(1) : Math.round(percent)} %`
}

export function formatScore(value: number): string {
  return value.toFixed(1)
}

/** "Round trip 43 ms, jitter 4 ms, 0 % lost or too late, score 4.4": what was measured, as far as it was. */
export function describeSummary(summary: QualitySummary): string {
  const parts = (Object.keys(measures) as Measure[]).flatMap((measure) => {
    const value = summary[measure]
    if (value === undefined) return []
    const { name, format } = measures[measure]
    return measure === 'loss' ? `${format(value)} ${name}` : `${name} ${format(value)}`
  })
  const sentence = parts.join(', ')
  return sentence.charAt(0).toUpperCase() + sentence.slice(1)
}

/** "poor line": only where it was worse than it should be, as most are good. */
export function describeLine({ quality }: EndedCall): string | undefined {
  return quality && quality.level !== 'good' ? `${quality.level} line` : undefined
}
