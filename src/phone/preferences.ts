import * as v from 'valibot'

export const ringtones = ['classic', 'soft', 'marimba', 'pulse'] as const
export const themes = ['system', 'light', 'dark'] as const

/** `system` is the language of the browser, as far as there are words in it. */
export const languages = ['system', 'en', 'es'] as const

/** A loudness from 0 (silent) to 1. */
const Volume = v.pipe(v.number(), v.minValue(0), v.maxValue(1))

/** What this agent wants on this computer. A stored value that makes no sense is the default, each by itself. */
export const Preferences = v.object({
  /** The country of numbers without a country code, ISO 3166-1 alpha-2. */
  country: v.fallback(v.pipe(v.string(), v.regex(/^[A-Z]{2}$/)), 'US'),
  ringtone: v.fallback(v.picklist(ringtones), 'classic'),
  ringVolume: v.fallback(Volume, 0.8),
  /** The labels of the devices that were chosen, as their ids change; '' is the system's default. */
  microphone: v.fallback(v.string(), ''),
  speaker: v.fallback(v.string(), ''),
  ringer: v.fallback(v.string(), ''),
  /** How loud the far end is. */
  callVolume: v.fallback(Volume, 1),
  /** Accepts incoming calls after a whisper tone, without a press. */
  autoAnswer: v.fallback(v.boolean(), false),
  /** A notification of the system for calls that ring while the page is not looked at. */
  notifications: v.fallback(v.boolean(), true),
  language: v.fallback(v.picklist(languages), 'system'),
  /** Single keys as shortcuts (WCAG 2.1.4 wants them switchable). */
  shortcuts: v.fallback(v.boolean(), true),
  theme: v.fallback(v.picklist(themes), 'system'),
})
export type Preferences = v.InferOutput<typeof Preferences>
export type Theme = Preferences['theme']
export type Ringtone = Preferences['ringtone']

/** Reads what was stored, by whatever version or hand. */
export function readPreferences(stored: unknown): Preferences {
  const record = v.safeParse(v.looseObject({}), stored)
  return v.parse(Preferences, record.success ? record.output : {})
}

export const defaultPreferences: Preferences = readPreferences(undefined)
