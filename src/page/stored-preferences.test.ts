import { describe, expect, it } from 'vitest'
import { defaultPreferences, readPreferences } from '../phone/preferences.ts'
import { createPreferenceStore } from './stored-preferences.ts'

function createStorage() {
  const values = new Map<string, string>()
  return {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
    values,
  }
}

describe('stored preferences', () => {
  it('are read again as they were written', () => {
    const storage = createStorage()
    const preferences = { ...defaultPreferences, country: 'GB', ringVolume: 0.3 }
    createPreferenceStore(() => storage).save(preferences)
    expect(readPreferences(createPreferenceStore(() => storage).load())).toEqual(preferences)
  })

  it.each(['{', 'null', '[]', '"text"', '{"ringVolume":7,"country":"Atlantis","ringtone":4}'])(
    'that make no sense are the defaults: %s',
    (text) => {
      const storage = createStorage()
      createPreferenceStore(() => storage).save({})
      for (const key of storage.values.keys()) storage.values.set(key, text)
      expect(readPreferences(createPreferenceStore(() => storage).load())).toEqual(
        defaultPreferences,
      )
    },
  )

  it('of which only one is wrong keep the others', () => {
    expect(readPreferences({ country: 'DE', ringVolume: 'loud' })).toEqual({
      ...defaultPreferences,
      country: 'DE',
    })
  })

  it('are the defaults where the browser has no storage, and saving says so', () => {
    const store = createPreferenceStore(() => {
      throw new DOMException('denied', 'SecurityError')
    })
    expect(store.load()).toBeUndefined()
    expect(() => store.save({})).toThrow('denied')
  })
})
