import type { LoopingSound } from '../phone/ports.ts'

/** A sound that can be made at any sample rate: mono, from -1 to 1. */
export type Tone = (sampleRate: number) => Float32Array<ArrayBuffer>

/** `wave` is the value at a time since the note's start. Times in seconds, frequencies in hertz. */
type Note = { at: number; seconds: number; wave: (time: number) => number }

/** Loudness of one frequency, 0 to 1. Two of them stay under 0.3 of full scale: speech is no louder. */
const toneLevel = 0.14
const bellLevel = 0.5
/** Long enough that nothing clicks, short enough that nobody hears it. */
const rampSeconds = 0.008
const keySeconds = 0.12

/** What a caller in North America hears: ITU-T E.180 Supplement 2, United States. */
const ringback = steady(0, 2, [440, 480])
const busy = steady(0, 0.5, [480, 620])

/** Two notes a fourth apart (E5, A5), four times over: high enough for a small loudspeaker, low enough not to pierce. */
const ring = [0, 1, 2, 3].flatMap((turn) => [
  bell(turn * 0.36, 659.26),
  bell(turn * 0.36 + 0.18, 880),
])

const loops: Record<LoopingSound, { period: number; notes: readonly Note[] }> = {
  ringtone: { period: 3.5, notes: ring },
  ringback: { period: 6, notes: [ringback] },
  busy: { period: 1, notes: [busy] },
}

/** ITU-T Q.23: each row and each column of the keypad has a frequency. */
const keyRows: readonly [number, string][] = [
  [697, '123'],
  [770, '456'],
  [852, '789'],
  [941, '*0#'],
]
const keyColumns = [1209, 1336, 1477]
const keyFrequencies = new Map(
  keyRows.flatMap(([row, keys]) =>
    keyColumns.map((column, index) => [keys[index], [row, column]] as const),
  ),
)

/** One period of a looping sound, cadence included. Played end to end it has no seam. */
export function loopTone(sound: LoopingSound): Tone {
  const { period, notes } = loops[sound]
  return (sampleRate) => render(period, notes, sampleRate)
}

/** The 120 ms DTMF tone of a key; undefined for what is no key of `0-9 * #`. */
export function keyTone(key: string): Tone | undefined {
  const frequencies = keyFrequencies.get(key)
  if (!frequencies) return undefined
  return (sampleRate) => render(keySeconds, [steady(0, keySeconds, frequencies)], sampleRate)
}

/** A flat tone, as the network makes it. */
function steady(at: number, seconds: number, frequencies: readonly number[]): Note {
  const wave = (time: number) =>
    frequencies.reduce((sum, frequency) => sum + toneLevel * sine(frequency, time), 0)
  return { at, seconds, wave }
}

/** Struck and dying away; the overtones fade sooner, which makes it wood rather than metal. */
function bell(at: number, frequency: number): Note {
  const wave = (time: number) =>
    bellLevel *
    (0.75 * Math.exp(-6 * time) * sine(frequency, time) +
      0.2 * Math.exp(-15 * time) * sine(2 * frequency, time) +
      0.05 * Math.exp(-30 * time) * sine(4 * frequency, time))
  return { at, seconds: 0.6, wave }
}

function sine(frequency: number, time: number): number {
  return Math.sin(2 * Math.PI * frequency * time)
}

function render(
  seconds: number,
  notes: readonly Note[],
  sampleRate: number,
): Float32Array<ArrayBuffer> {
  const samples = new Float32Array(Math.round(seconds * sampleRate))
  for (const note of notes) {
    const start = Math.round(note.at * sampleRate)
    const end = start + Math.round(note.seconds * sampleRate)
    for (let index = start; index < end; index++) {
      const time = (index - start) / sampleRate
      const ramp = Math.min(1, time / rampSeconds, (note.seconds - time) / rampSeconds)
      samples[index] = (samples[index] ?? 0) + ramp * note.wave(time)
    }
  }
  return samples
}
