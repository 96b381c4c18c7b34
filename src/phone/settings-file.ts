import * as v from 'valibot'
import { defaultPreferences, type Preferences, readPreferences } from './preferences.ts'

type Key = keyof Preferences

export type ReadSettings =
  | {
      status: 'read'
      preferences: Partial<Preferences>
      /** The keys of what makes no sense here: it stays as it is. */
      refused: readonly string[]
    }
  | { status: 'not-settings' }

const SettingsFile = v.object({
  format: v.literal('offhook-settings'),
  version: v.number(),
  settings: v.looseObject({}),
})

/** Settings as a file for another computer. */
export function writeSettings(preferences: Preferences): string {
  const file = { format: 'offhook-settings', version: 1, settings: preferences }
  return `${JSON.stringify(file, undefined, 2)}\n`
}

/** What another Offhook, of whatever version, or a hand has written. */
export function readSettings(text: string): ReadSettings {
  const file = v.safeParse(SettingsFile, parseJson(text))
  if (!file.success) return { status: 'not-settings' }
  const { settings } = file.output
  // What cannot be read comes out as the default: as something else than was written.
  const read = readPreferences(settings)
  const given = Object.keys(settings)
  const isGood = (key: string): key is Key =>
    Object.hasOwn(defaultPreferences, key) && read[key as Key] === settings[key]
  return {
    status: 'read',
    preferences: Object.fromEntries(given.filter(isGood).map((key) => [key, read[key]])),
    refused: given.filter((key) => !isGood(key)),
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
