import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  defaultPreferences,
  languages,
  type Preferences,
  ringtones,
  themes,
} from './preferences.ts'
import { readSettings, writeSettings } from './settings-file.ts'

const volume = fc.double({ min: 0, max: 1, noNaN: true }).map((value) => value + 0)
const anyPreferences: fc.Arbitrary<Preferences> = fc.record({
  country: fc.constantFrom('US', 'GB', 'DE'),
  ringtone: fc.constantFrom(...ringtones),
  ringVolume: volume,
  microphone: fc.string(),
  speaker: fc.string(),
  ringer: fc.string(),
  callVolume: volume,
  autoAnswer: fc.boolean(),
  notifications: fc.boolean(),
  shortcuts: fc.boolean(),
  theme: fc.constantFrom(...themes),
  language: fc.constantFrom(...languages),
})

describe('settings in a file', () => {
  it('are read as they were written', () => {
    fc.assert(
      fc.property(anyPreferences, (preferences) => {
        expect(readSettings(writeSettings(preferences))).toEqual({
          status: 'read',
          preferences,
          refused: [],
        })
      }),
    )
  })

  it('of which some make no sense are taken without those', () => {
    const text = JSON.stringify({
      format: 'offhook-settings',
      version: 7,
      settings: { country: 'DE', ringVolume: 7, theme: 'pink', later: true, __proto__: 1 },
    })
    expect(readSettings(text)).toEqual({
      status: 'read',
      preferences: { country: 'DE' },
      refused: ['ringVolume', 'theme', 'later'],
    })
  })

  it.each(['', '{', 'null', '[]', '{"country":"DE"}', JSON.stringify(defaultPreferences)])(
    'are no settings where they do not say so: %s',
    (text) => {
      expect(readSettings(text)).toEqual({ status: 'not-settings' })
    },
  )

  it('whatever stands in it, reading throws nothing and gives only what is valid', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...Object.keys(defaultPreferences)), fc.anything()),
        (settings) => {
          const text = JSON.stringify({ format: 'offhook-settings', version: 1, settings })
          const read = readSettings(text)
          if (read.status !== 'read') return
          const whole = { ...defaultPreferences, ...read.preferences }
          expect(readSettings(writeSettings(whole))).toMatchObject({ refused: [] })
        },
      ),
    )
  })
})
