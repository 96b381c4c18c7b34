import type { PreferenceStore } from '../phone/ports.ts'

const key = 'offhook.preferences'

/** Preferences in the browser's storage, for this page's origin. */
export function createPreferenceStore(
  storage: () => Pick<Storage, 'getItem' | 'setItem'> = () => localStorage,
): PreferenceStore {
  return {
    load: () => {
      try {
        const text = storage().getItem(key)
        return text === null ? undefined : (JSON.parse(text) as unknown)
      } catch {
        // Refused, or somebody else's text: the defaults do.
        return undefined
      }
    },
    save: (preferences) => storage().setItem(key, JSON.stringify(preferences)),
  }
}
