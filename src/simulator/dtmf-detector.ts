/** Hears DTMF digits in a stream of sound, as a telephone exchange does (ITU-T Q.23, Goertzel filters). */
export interface DtmfDetector {
  /** Takes the next samples, as many as there are. */
  hear: (samples: Float32Array) => void
}

const rows = [697, 770, 852, 941] as const
const columns = [1209, 1336, 1477, 1633] as const
const keys = ['123A', '456B', '789C', '*0#D'] as const

/** A share of the sound's energy: what a key press leaves to anything but its two tones. Speech leaves more. */
const tonalShare = 0.7
/** Each of the two tones has at least this share: a hum in one of the two groups alone is no key. */
const weakerShare = 0.1
/** Mean square amplitude below which it is silence: -50 dBFS. */
const silence = 1e-5

/** Seconds that are looked at together: of a 100 ms tone Chromium plays 50 ms clear of what came before. */
const lookLength = 0.02
/** Seconds from one look to the next. */
const lookInterval = 0.005
/** Looks with the same finding that make it a fact: key pressed, key released. */
const certainty = 3

/** @param options.onDigit is told once per key press */
export function createDtmfDetector(options: {
  sampleRate: number
  onDigit: (digit: string) => void
}): DtmfDetector {
  const lengthInSamples = Math.round(lookLength * options.sampleRate)
  const intervalInSamples = Math.round(lookInterval * options.sampleRate)
  let pressed: string | undefined
  let found: string | undefined
  let times = 0
  let rest = new Float32Array()

  function look(samples: Float32Array): void {
    const digit = digitIn(samples, options.sampleRate)
    times = digit === found ? times + 1 : 1
    found = digit
    if (times < certainty || found === pressed) return
    pressed = found
    if (pressed !== undefined) options.onDigit(pressed)
  }

  return {
    hear: (samples) => {
      const sound = new Float32Array(rest.length + samples.length)
      sound.set(rest)
      sound.set(samples, rest.length)
      let start = 0
      for (; start + lengthInSamples <= sound.length; start += intervalInSamples) {
        look(sound.subarray(start, start + lengthInSamples))
      }
      rest = sound.slice(start)
    },
  }
}

/** The key whose two tones make up these samples. */
export function digitIn(samples: Float32Array, sampleRate: number): string | undefined {
  const energy = samples.reduce((sum, sample) => sum + sample * sample, 0)
  if (energy / samples.length < silence) return undefined
  const share = (hertz: number) => goertzel(samples, hertz / sampleRate) / energy
  const row = strongest(rows.map(share))
  const column = strongest(columns.map(share))
  if (row.share + column.share < tonalShare) return undefined
  if (Math.min(row.share, column.share) < weakerShare) return undefined
  return keys[row.index]?.[column.index]
}

function strongest(shares: number[]): { index: number; share: number } {
  const share = Math.max(...shares)
  return { index: shares.indexOf(share), share }
}

/** Energy of one frequency, given in cycles per sample, in the unit of a sum of squares. */
function goertzel(samples: Float32Array, frequency: number): number {
  const coefficient = 2 * Math.cos(2 * Math.PI * frequency)
  let previous = 0
  let beforeThat = 0
  for (const sample of samples) {
    const next = sample + coefficient * previous - beforeThat
    beforeThat = previous
    previous = next
  }
  const power = previous * previous + beforeThat * beforeThat - coefficient * previous * beforeThat
  return (2 * power) / samples.length
}
