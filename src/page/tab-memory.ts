import type { TabMemory } from '../phone/tabs/ports.ts'

const key = 'offhook.was-phone'

/**
 * In the storage of this tab. It is written only when the page goes away, as the browser copies it into a tab that is
 * duplicated, which never was the phone.
 */
export function createTabMemory(
  storage: () => Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> = () => sessionStorage,
): TabMemory {
  return {
    rememberPhone: () => {
      try {
        storage().setItem(key, 'yes')
      } catch {
        // Refused: after a reload this may be a spare tab, from which the phone can be taken back.
      }
    },
    takeWasPhone: () => {
      try {
        const wasPhone = storage().getItem(key) !== null
        storage().removeItem(key)
        return wasPhone
      } catch {
        return false
      }
    },
  }
}
