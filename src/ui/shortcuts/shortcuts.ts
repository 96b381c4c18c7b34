import type { TextKey } from '../../language/language.ts'
import type { PhoneState } from '../../phone/phone-state.ts'
import type { Phone } from '../../phone/phone.ts'

export type ShortcutName = 'answer' | 'decline' | 'mute' | 'keypad' | 'hangUp' | 'number' | 'help'

/** What only the screen can do. */
export type ScreenActions = { goToKeypad: () => void; goToNumber: () => void; openHelp: () => void }

export type Shortcut = {
  /** As `aria-keyshortcuts` wants it: one key, `Shift+` before it where it must be meant. */
  keys: string
  /** In the list of the help. */
  what: TextKey
  isOffered: (state: PhoneState) => boolean
  run: (phone: Phone, screen: ScreenActions) => void
}

/**
 * Single keys, because Ctrl and Alt with a letter belong to the browser, to the system and to screen readers. What
 * cannot be taken back, sending a caller away or ending a call, wants Shift as well.
 */
export const shortcuts: Record<ShortcutName, Shortcut> = {
  answer: {
    keys: 'A',
    what: 'shortcuts.answer',
    isOffered: ({ call }) => call?.status === 'offered',
    run: (phone) => phone.accept(),
  },
  decline: {
    keys: 'Shift+D',
    what: 'shortcuts.decline',
    isOffered: ({ call }) => call?.status === 'offered',
    run: (phone) => phone.decline(),
  },
  mute: {
    keys: 'M',
    what: 'shortcuts.mute',
    isOffered: ({ call }) => call?.status === 'connected',
    run: ({ store, setMuted }) => {
      const { call } = store.getState()
      if (call?.status === 'connected') setMuted(!call.muted)
    },
  },
  keypad: {
    keys: 'K',
    what: 'shortcuts.keypad',
    isOffered: ({ call }) => call?.status === 'connected',
    run: (_phone, screen) => screen.goToKeypad(),
  },
  hangUp: {
    keys: 'Shift+H',
    what: 'shortcuts.hangUp',
    isOffered: ({ call }) =>
      call !== null && !['offered', 'declining', 'ended'].includes(call.status),
    run: (phone) => phone.hangUp(),
  },
  number: {
    keys: 'N',
    what: 'shortcuts.number',
    isOffered: () => true,
    run: (_phone, screen) => screen.goToNumber(),
  },
  help: {
    keys: '?',
    what: 'shortcuts.help',
    isOffered: () => true,
    run: (_phone, screen) => screen.openHelp(),
  },
}

/** A key as the browser reports it. */
export type KeyPress = Pick<
  KeyboardEvent,
  'key' | 'code' | 'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey' | 'repeat' | 'isComposing'
>

/** The shortcut of a key press in this state; undefined where it has none, or comes with a modifier or by repetition. */
export function findShortcut(press: KeyPress, state: PhoneState): Shortcut | undefined {
  if (press.ctrlKey || press.altKey || press.metaKey || press.repeat || press.isComposing) return
  const keys = keysOf(press)
  return Object.values(shortcuts).find(
    (shortcut) => shortcut.keys === keys && shortcut.isOffered(state),
  )
}

/** Where a keyboard writes no Latin letters, the letter is the one that is printed beside. Caps Lock is not Shift. */
function keysOf({ key, code, shiftKey }: KeyPress): string {
  if (!/^\p{L}$/u.test(key)) return key
  const letter = /^[a-z]$/i.test(key) ? key.toUpperCase() : code.replace(/^Key/, '')
  return shiftKey ? `Shift+${letter}` : letter
}
