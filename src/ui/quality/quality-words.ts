import type { QualityProblem } from '../../phone/quality.ts'
import type { Explanation } from '../words.ts'

/** What is wrong with the line, and the first thing to do about it. */
export const problemWords: Record<QualityProblem, Explanation> = {
  'no-sound': {
    what: 'Nothing arrives from the far end.',
    todo: 'Say that you cannot hear them, and call again.',
  },
  loss: {
    what: 'Parts of what they say are lost.',
    todo: 'Use a cable, or move closer to the Wi-Fi.',
  },
  jitter: {
    what: 'Their voice comes in bursts.',
    todo: 'Use a cable, or move closer to the Wi-Fi.',
  },
  'round-trip': {
    what: 'What you say arrives late.',
    todo: 'Leave pauses, and turn off a VPN that you do not need.',
  },
  mos: {
    what: 'The line is poor.',
    todo: 'Use a cable, or move closer to the Wi-Fi.',
  },
}
