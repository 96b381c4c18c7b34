import { expect, it } from 'vitest'
import { initialPhoneState } from '../../phone/reduce-phone.ts'
import type { PhoneState } from '../../phone/phone-state.ts'
import { findShortcut, shortcuts } from './shortcuts.ts'

const ringing: PhoneState = {
  ...initialPhoneState,
  call: {
    id: 'id-1',
    number: '+13035550142',
    startedAt: 0,
    direction: 'inbound',
    status: 'offered',
    streamId: 'stream-1',
  },
}

const press = (key: string, more: object = {}) => ({
  key,
  code: '',
  shiftKey: false,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  repeat: false,
  isComposing: false,
  ...more,
})

it('has a key of its own for every shortcut', () => {
  const keys = Object.values(shortcuts).map((shortcut) => shortcut.keys)
  expect(new Set(keys).size).toBe(keys.length)
})

it('does not take Caps Lock for Shift, or Shift for Caps Lock', () => {
  expect(findShortcut(press('A'), ringing)).toBe(shortcuts.answer)
  expect(findShortcut(press('D'), ringing)).toBeUndefined()
  expect(findShortcut(press('d', { shiftKey: true }), ringing)).toBe(shortcuts.decline)
})

it('finds the letter on a keyboard that writes Cyrillic', () => {
  expect(findShortcut(press('ф', { code: 'KeyA' }), ringing)).toBe(shortcuts.answer)
})

it('finds the question mark wherever a keyboard has it', () => {
  expect(findShortcut(press('?', { code: 'KeyM' }), ringing)).toBe(shortcuts.help)
})

it('hears nothing while a character is being composed', () => {
  expect(findShortcut(press('a', { isComposing: true }), ringing)).toBeUndefined()
})
