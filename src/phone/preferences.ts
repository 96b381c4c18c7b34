export const ringtones = ['classic', 'soft', 'marimba', 'pulse'] as const
export const themes = ['system', 'light', 'dark'] as const

/** `system` is the language of the browser, as far as there are words in it. */
export const languages = ['system', 'en', 'es'] as const

/** Makes of anything what it should be; by hand, as a schema library would double what is read before the first picture. */
type Read<Value> = (stored: unknown) => Value

const string =
  (otherwise: string, pattern = /^/): Read<string> =>
  (stored) =>
    typeof stored === 'string' && pattern.test(stored) ? stored : otherwise
const truth =
  (otherwise: boolean): Read<boolean> =>
  (stored) =>
    typeof stored === 'boolean' ? stored : otherwise
/** A loudness from 0 (silent) to 1. */
const volume =
  (otherwise: number): Read<number> =>
  (stored) =>
    typeof stored === 'number' && stored >= 0 && stored <= 1 ? stored : otherwise
const oneOf =
  <Option extends string>(options: readonly Option[], otherwise: Option): Read<Option> =>
  (stored) =>
    options.find((option) => option === stored) ?? otherwise

/** What this agent wants on this computer. A stored value that makes no sense is the default, each by itself. */
const readers = {
  /** The country of numbers without a country code, ISO 3166-1 alpha-2. */
  country: string('US', /^[A-Z]{2}$/),
  ringtone: oneOf(ringtones, 'classic'),
  ringVolume: volume(0.8),
  /** The labels of the devices that were chosen, as their ids change; '' is the system's default. */
  microphone: string(''),
  speaker: string(''),
  ringer: string(''),
  /** How loud the far end is. */
  callVolume: volume(1),
  /** Accepts incoming calls after a whisper tone, without a press. */
  autoAnswer: truth(false),
  /** A notification of the system for calls that ring while the page is not looked at. */
  notifications: truth(true),
  language: oneOf(languages, 'system'),
  /** Single keys as shortcuts (WCAG 2.1.4 wants them switchable). */
  shortcuts: truth(true),
  theme: oneOf(themes, 'system'),
}
export type Preferences = { [Name in keyof typeof readers]: ReturnType<(typeof readers)[Name]> }
export type Theme = Preferences['theme']
export type Ringtone = Preferences['ringtone']

/** Reads what was stored, by whatever version or hand. */
export function readPreferences(stored: unknown): Preferences {
  const record = new Map(typeof stored === 'object' && stored ? Object.entries(stored) : [])
  const entries = Object.entries(readers).map(([name, read]) => [name, read(record.get(name))])
  return Object.fromEntries(entries) as Preferences
}

export const defaultPreferences: Preferences = readPreferences(undefined)
