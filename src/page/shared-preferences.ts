import type { Phone } from '../phone/phone.ts'
import { readPreferences } from '../phone/preferences.ts'
import { preferencesKey } from './stored-preferences.ts'

/**
 * What is chosen in one tab holds in all: the one that becomes the phone next has the same headset and the same ringtone.
 * The browser tells of what another tab has stored; storing the same again is told to nobody.
 *
 * @returns stops it
 */
export function sharePreferences(
  { changePreferences }: Pick<Phone, 'changePreferences'>,
  page: Pick<Window, 'addEventListener' | 'removeEventListener'> = window,
): () => void {
  const onStorage = ({ key, newValue }: StorageEvent) => {
    if (key !== preferencesKey || newValue === null) return
    try {
      changePreferences(readPreferences(JSON.parse(newValue)))
    } catch {
      // Somebody else's text.
    }
  }
  page.addEventListener('storage', onStorage)
  return () => page.removeEventListener('storage', onStorage)
}
