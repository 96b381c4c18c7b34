import type { TextKey } from '../../language/language.ts'
import type { QualityProblem } from '../../phone/quality.ts'

/** What is wrong with the line, and the first thing to do about it. */
export const problemWords: Record<QualityProblem, TextKey> = {
  'no-sound': 'quality.no-sound',
  loss: 'quality.someLost',
  jitter: 'quality.bursts',
  'round-trip': 'quality.late',
  mos: 'quality.poorSound',
}
