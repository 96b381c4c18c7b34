/** Tones as a telephone sounds them; 0 Hz is a rest. */
export type Note = { hertz: number; seconds: number }

/** Peak amplitude of a telephone's tones: -12 dBFS. */
const loudness = 0.25
/** Seconds over which a tone swells and fades, so that it does not click. */
const ramp = 0.01

/** Notes as samples from -1 to 1, one after another, each with its swell and fade. */
export function renderNotes(notes: readonly Note[], sampleRate: number): Float32Array<ArrayBuffer> {
  const samples = notes.flatMap(({ hertz, seconds }) =>
    Array.from({ length: Math.max(1, Math.round(seconds * sampleRate)) }, (_, index) => {
      const time = index / sampleRate
      const envelope = Math.min(1, time / ramp, Math.max(0, seconds - time) / ramp)
      return loudness * envelope * Math.sin(2 * Math.PI * hertz * time)
    }),
  )
  return Float32Array.from(samples)
}

/** The low and the high tone of each key, hertz (ITU-T Q.23). */
const keyTones = { low: [697, 770, 852, 941], high: [1_209, 1_336, 1_477, 1_633] } as const
const keypad = '123A456B789C*0#D'

/** Keys as a telephone sounds them, 100 ms each and 100 ms apart; what is no key is a rest. */
export function renderKeys(digits: string, sampleRate: number): Float32Array<ArrayBuffer> {
  const rest = { hertz: 0, seconds: 0.1 }
  const row = (tones: readonly number[], place: (index: number) => number) =>
    digits.split('').flatMap((digit) => {
      const index = keypad.indexOf(digit)
      return [{ hertz: index < 0 ? 0 : (tones[place(index)] ?? 0), seconds: 0.1 }, rest]
    })
  const low = renderNotes(
    row(keyTones.low, (index) => Math.floor(index / 4)),
    sampleRate,
  )
  const high = renderNotes(
    row(keyTones.high, (index) => index % 4),
    sampleRate,
  )
  return low.map((sample, index) => sample + (high[index] ?? 0))
}

/** A keypad menu's answer to a key: one beep, and the rest after it. */
export const beep: readonly Note[] = [
  { hertz: 880, seconds: 0.08 },
  { hertz: 0, seconds: 0.12 },
]
/** Seconds between the digit and the first beep, and between two answers. */
export const beepPause = 0.3

/** How often a keypad menu beeps: 0 is ten times, * eleven, # twelve, A to D never. */
export function beepsFor(digit: string): number {
  return '1234567890*#'.indexOf(digit) + 1
}
