/** In the order in which they are offered. */
export const settingsSections = [
  'audio',
  'ringing',
  'dialing',
  'shortcuts',
  'appearance',
  'language',
  'data',
] as const
export type SettingsSection = (typeof settingsSections)[number]
