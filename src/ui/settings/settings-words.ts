import type { TextKey } from '../../language/language.ts'
import type { Theme } from '../../phone/preferences.ts'
import type { SettingsSection } from './settings-section.ts'

export const sectionWords: Record<SettingsSection, TextKey> = {
  audio: 'settings.audio',
  ringing: 'settings.ringing',
  dialing: 'settings.dialing',
  shortcuts: 'settings.shortcuts',
  appearance: 'settings.appearance',
  language: 'settings.language',
  data: 'settings.data',
}

export const themeWords: Record<Theme, TextKey> = {
  system: 'settings.asSystem',
  light: 'settings.light',
  dark: 'settings.dark',
}
