import { locale, text, type TextKey } from '../../language/language.ts'
import type { EndedCall } from '../../phone/phone-state.ts'
import type { QualityLevel, QualitySample, QualitySummary } from '../../phone/quality.ts'

export const levelWords: Record<QualityLevel, TextKey> = {
  good: 'quality.good',
  fair: 'quality.fair',
  poor: 'quality.poor',
}

type Measure = keyof Pick<QualitySample, 'roundTrip' | 'jitter' | 'loss' | 'mos'>

const measures: Record<Measure, { key: TextKey; format: (value: number) => string }> = {
  roundTrip: { key: 'quality.summaryRoundTrip', format: formatMilliseconds },
  jitter: { key: 'quality.summaryJitter', format: formatMilliseconds },
  loss: { key: 'quality.summaryLoss', format: formatShare },
  mos: { key: 'quality.summaryMos', format: formatScore },
}

export function formatMilliseconds(value: number): string {
  return text('amount.milliseconds', { milliseconds: Math.round(value) })
}

/** A share as per cent; a small one must not look like none. */
export function formatShare(value: number): string {
  const percent = value * 100
  return percent > 0 && percent < 10
    ? text('amount.percentInTenths', { percent })
    : text('amount.percent', { percent: Math.round(percent) })
}

export function formatScore(value: number): string {
  return text('amount.tenths', { value })
}

/** "Round trip 43 ms, jitter 4 ms, 0 % lost or too late, score 4.4": what was measured, as far as it was. */
export function describeSummary(summary: QualitySummary): string {
  const parts = (Object.keys(measures) as Measure[]).flatMap((measure) => {
    const value = summary[measure]
    if (value === undefined) return []
    const { key, format } = measures[measure]
    return text(key, { value: format(value) })
  })
  const sentence = parts.join(', ')
  return sentence.charAt(0).toLocaleUpperCase(locale()) + sentence.slice(1)
}

/** "poor line": only where it was worse than it should be, as most are good. */
export function describeLine({ quality }: EndedCall): string | undefined {
  if (!quality || quality.level === 'good') return undefined
  return text(quality.level === 'fair' ? 'quality.fairLine' : 'quality.poorLine')
}
