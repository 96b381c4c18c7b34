/** How a voice was heard; each but `fine` has something to be done about it. */
export type VoiceVerdict = 'silent' | 'too-quiet' | 'fine' | 'clipping'

/** Peaks from 0 to 1. A muted or dead microphone gives its own noise at most: −54 dB of full scale. */
const silence = 0.002
/** −30 dB: a voice that stays under it all the time is hard to hear on a telephone. */
const quiet = 0.03
const full = 0.99
/** A click may reach the top; a voice that does so in so great a share of the time is distorted. */
const clippedShare = 0.02

/** Judges the peaks of a recording, as many as there were. */
export function judgeVoice(peaks: readonly number[]): VoiceVerdict {
  const loudest = peaks.reduce((most, peak) => Math.max(most, peak), 0)
  if (loudest < silence) return 'silent'
  if (loudest < quiet) return 'too-quiet'
  const clipped = peaks.filter((peak) => peak >= full).length
  return clipped > 1 && clipped / peaks.length >= clippedShare ? 'clipping' : 'fine'
}
