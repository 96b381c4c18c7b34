/** In the order in which they are offered. */
export const settingsSections = [
  'audio',
  'ringing',
  'dialing',
  'shortcuts',
  'appearance',
  'data',
] as const
export type SettingsSection = (typeof settingsSections)[number]
