import type { LoopingSound } from '../phone/ports.ts'
import type { Ringtone } from '../phone/preferences.ts'

/** A sound that can be made at any sample rate: mono, from -1 to 1. */
export type Tone = (sampleRate: number) => Float32Array<ArrayBuffer>

/** `wave` is the value at a time since the note's start. Times in seconds, frequencies in hertz. */
type Note = { at: number; seconds: number; wave: (time: number) => number }

/** Loudness of one frequency, 0 to 1. Two of them stay under 0.3 of full scale: speech is no louder. */
const toneLevel = 0.14
/** Long enough that nothing clicks, short enough that nobody hears it. */
const rampSeconds = 0.008
const keySeconds = 0.12

/** What a caller in North America hears: ITU-T E.180 Supplement 2, United States. */
const ringback = steady(0, 2, [440, 480])
const busy = steady(0, 0.5, [480, 620])

/** One period of a looping sound. */
type Loop = { period: number; notes: readonly Note[] }

const loops: Record<Exclude<LoopingSound, 'ringtone'>, Loop> = {
  ringback: { period: 6, notes: [ringback] },
  busy: { period: 1, notes: [busy] },
}

/**
 * Told apart with half an ear, in an office of phones: by pitch, by attack and by rhythm. All are high enough for a
 * small loudspeaker and low enough not to pierce.
 */
const rings: Record<Ringtone, Note[]> = {
  /** Two metal bells a major third apart (A5, C♯6), which one clapper strikes in turn, twenty times a second. */
  classic: turns(28).map((turn) => strike(turn * 0.05, turn % 2 === 0 ? 880 : 1110)),
  /** Two long notes (D5, A4) that swell and sink. */
  soft: [swell(0, 587.33), swell(0.8, 440)],
  /** A broken chord of C on wood, twice. */
  marimba: turns(8).map((turn) =>
    bar(turn * 0.17, [523.25, 659.26, 783.99, 1046.5][turn % 4] ?? 0),
  ),
  /** Four short pulses of D6, twice. */
  pulse: turns(8).map((turn) => pulse(turn * 0.14 + (turn < 4 ? 0 : 0.3), 1174.66)),
}
const ringPeriod = 3

/** The agent is on the line now: unlike any ring, and above what a ring has. */
const whisper = [0, 0.2].map((at) => steady(at, 0.13, [1400]))
const whisperSeconds = 0.35

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
export function loopTone(sound: Exclude<LoopingSound, 'ringtone'>): Tone {
  const { period, notes } = loops[sound]
  return (sampleRate) => render(period, notes, sampleRate)
}

/** Three seconds, rest included, to be looped as the above. */
export function ringTone(ringtone: Ringtone): Tone {
  return (sampleRate) => render(ringPeriod, rings[ringtone], sampleRate)
}

/** Before a call is answered by itself. */
export const whisperTone: Tone = (sampleRate) => render(whisperSeconds, whisper, sampleRate)

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

/** Metal: a bell that rings on until it is struck again, with an overtone that is none of its harmonics. */
function strike(at: number, frequency: number): Note {
  const wave = (time: number) =>
    Math.exp(-9 * time) * (0.31 * sine(frequency, time) + 0.04 * sine(2.41 * frequency, time))
  return { at, seconds: 0.1, wave }
}

/** Wood: struck and dying away; the overtones fade sooner. */
function bar(at: number, frequency: number): Note {
  const wave = (time: number) =>
    0.35 * Math.exp(-6 * time) * sine(frequency, time) +
    0.09 * Math.exp(-15 * time) * sine(2 * frequency, time) +
    0.02 * Math.exp(-30 * time) * sine(4 * frequency, time)
  return { at, seconds: 0.6, wave }
}

/** Breath: as long in coming as in going. */
function swell(at: number, frequency: number): Note {
  const seconds = 1
  const wave = (time: number) =>
    0.5 * Math.sin((Math.PI * time) / seconds) ** 2 * sine(frequency, time)
  return { at, seconds, wave }
}

/** Electric. */
function pulse(at: number, frequency: number): Note {
  const wave = (time: number) => 0.4 * sine(frequency, time) + 0.06 * sine(2 * frequency, time)
  return { at, seconds: 0.07, wave }
}

function turns(count: number): number[] {
  return Array.from({ length: count }, (_, turn) => turn)
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
