import type { PreferenceStore } from '../phone/ports.ts'

export const preferencesKey = 'offhook.preferences'

/** Preferences in the browser's storage, for this page's origin. */
export function createPreferenceStore(
  storage: () => Pick<Storage, 'getItem' | 'setItem'> = () => localStorage,
): PreferenceStore {
  return {
    load: () => {
      try {
        const text = storage().getItem(preferencesKey)
        return text === null ? undefined : (JSON.parse(text) as unknown)
      } catch {
        // Refused, or somebody else's text: the defaults do.
        return undefined
      }
    },
    save: (preferences) => storage().setItem(preferencesKey, JSON.stringify(preferences)),
  }
}
