/** One measurement of the connected call, about once a second. */
export type QualitySample = {
  /** Milliseconds since the epoch. */
  at: number
  /** Packets of the far end's that arrived since the last sample. */
  received: number
  /** Milliseconds; undefined while the browser knows none. */
  roundTrip?: number
  /** Milliseconds. */
  jitter?: number
  /** Share of the sound since the last sample that was lost or came too late to be played, 0 to 1. */
  loss?: number
  /** Mean opinion score by the E-model, 1 to 4.5; undefined where one of the above is. */
  mos?: number
}

export type QualityLevel = 'good' | 'fair' | 'poor'

/** What is wrong with a poor connection; the screen has a sentence and one action for each. */
export type QualityProblem = 'round-trip' | 'jitter' | 'loss' | 'mos' | 'no-sound'

/** How the call sounds now. Changes rarely: the samples themselves never enter PhoneState. */
export type Quality = {
  level: QualityLevel
  /** The warning on the screen: after 3 of 5 samples over the limit, at least 5 s, at most every 15 s. */
  warning?: QualityProblem
}

/**
 * Kept with the ended call. Medians over its samples; `loss` is the share over the whole call, and `level` what at
 * least three quarters of the call were as good as.
 */
export type QualitySummary = {
  level: QualityLevel
  samples: number
  roundTrip?: number
  jitter?: number
  loss?: number
  mos?: number
}

/** Samples as they come, for whoever draws them; they never enter PhoneState. */
export interface QualitySource {
  /** Those of the present call so far, at most the last 120, oldest first. */
  samples: () => readonly QualitySample[]
  subscribe: (listener: (sample: QualitySample) => void) => () => void
}
