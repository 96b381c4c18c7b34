import { expect, it } from 'vitest'
import { createTestPhone } from '../testing/create-test-phone.ts'
import { sharePreferences } from './shared-preferences.ts'
import { preferencesKey } from './stored-preferences.ts'

function createTab() {
  const { phone, state } = createTestPhone()
  const page = new EventTarget() as Window
  const stop = sharePreferences(phone, page)
  const store = (newValue: string | null, key = preferencesKey) =>
    page.dispatchEvent(Object.assign(new Event('storage'), { key, newValue }))
  return { preferences: () => state().preferences, store, stop }
}

it('what another tab stores holds here too, until it is stopped', () => {
  const { preferences, store, stop } = createTab()
  store('{"ringtone":"soft","microphone":"Headset"}')
  expect(preferences()).toMatchObject({ ringtone: 'soft', microphone: 'Headset' })
  stop()
  store('{"ringtone":"pulse"}')
  expect(preferences().ringtone).toBe('soft')
})

it.each([
  ['{', preferencesKey],
  [null, preferencesKey],
  ['{"ringtone":"pulse"}', 'another.key'],
])('what is no preferences changes nothing: %s', (text, key) => {
  const { preferences, store } = createTab()
  const before = preferences()
  store(text, key)
  expect(preferences()).toEqual(before)
})
