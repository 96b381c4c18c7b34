import type { Theme } from '../../phone/preferences.ts'
import type { SettingsSection } from './settings-section.ts'

/** All texts of the settings that are not their sections' own. */
export const settingsWords = {
  title: 'Settings',
  sections: 'Sections',
  callVolume: 'Call volume',
  theme: 'Theme',
  calls: 'Calls',
  contacts: 'Contacts',
  settings: 'Settings',
  openContacts: 'Open contacts',
  dataHint: 'All of it is in this browser, on this computer, and nowhere else.',
  export: 'Export settings',
  import: 'Import settings',
  reset: 'Reset settings',
  resetQuestion: 'Set all settings back to what they were at first?',
  resetYes: 'Reset',
  keep: 'Keep',
  wasReset: 'All settings are as they were at first.',
  notSettings: 'That file holds no settings of Offhook.',
  notSettingsTodo: 'Choose one that was made with Export settings.',
}

export const sectionWords: Record<SettingsSection, string> = {
  audio: 'Audio',
  ringing: 'Ringing',
  dialing: 'Dialing',
  shortcuts: 'Shortcuts',
  appearance: 'Appearance',
  data: 'Data',
}

export const themeWords: Record<Theme, string> = {
  system: 'As the system',
  light: 'Light',
  dark: 'Dark',
}

/** What an import has done. */
export function imported(read: number, refused: readonly string[]): string {
  const settings = `${read} setting${read === 1 ? ' was' : 's were'} taken over.`
  if (refused.length === 0) return settings
  return `${settings} These make no sense here and stay as they are: ${refused.join(', ')}.`
}
