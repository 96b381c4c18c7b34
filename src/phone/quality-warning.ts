import { levelReached, problemsOf } from './quality-score.ts'
import type { Quality, QualityProblem, QualitySample } from './quality.ts'

/** What is said now, and since when. Times are those of the samples, milliseconds since the epoch. */
export type Judgement = {
  quality: Quality | null
  /** When the last warning was raised. */
  warnedAt?: number
}

export const undecided: Judgement = { quality: null }

/** Samples that are looked at together, and how many of them must agree. */
const looked = 5
const agreeing = 3

/** Milliseconds after the answer before anything is warned of: every call begins with a hole. */
const armedAfter = 5000
const shortest = 5000
const mostOften = 15_000

/** How many of the last samples must be free of a problem before its warning goes. */
const calmSamples: Record<QualityProblem, number> = {
  loss: looked,
  jitter: looked,
  'round-trip': looked,
  mos: looked,
  // A far end that is heard again is plain.
  'no-sound': 2,
}

/**
 * Judges the call by its latest samples: one word, the middle of the last five, and at most one warning, which is
 * raised late, stays long enough to be read and does not come back at once.
 */
export function judge(
  before: Judgement,
  samples: readonly QualitySample[],
  answeredAt: number,
): Judgement {
  const latest = samples.slice(-looked)
  const last = latest.at(-1)
  const level = levelReached(latest, 0.5)
  if (!last || !level || latest.length < agreeing) return before
  const { quality, warnedAt = -Infinity } = before
  const current = quality?.warning
  const found = last.at - answeredAt < armedAfter ? undefined : findProblem(latest)

  const mayRaise = last.at - warnedAt >= mostOften
  if (found !== undefined && found !== current && mayRaise) {
    return { quality: { level, warning: found }, warnedAt: last.at }
  }
  const stays = current !== undefined && (last.at - warnedAt < shortest || !isCalm(current, latest))
  return { ...before, quality: { level, ...(stays && { warning: current }) } }
}

const ranked: readonly QualityProblem[] = ['no-sound', 'loss', 'jitter', 'round-trip', 'mos']

function findProblem(samples: readonly QualitySample[]): QualityProblem | undefined {
  const problems = samples.map(problemsOf)
  return ranked.find(
    (problem) => problems.filter((shown) => shown.includes(problem)).length >= agreeing,
  )
}

function isCalm(problem: QualityProblem, samples: readonly QualitySample[]): boolean {
  const calm = samples.slice(-calmSamples[problem])
  return calm.every((sample) => !problemsOf(sample).includes(problem))
}
