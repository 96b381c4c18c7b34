import type { TabLock } from '../phone/tabs/ports.ts'

const name = 'offhook.phone'

/** The browser's lock of this origin. Undefined where it has none: in older browsers, and on pages without https. */
export function createTabLock(
  locks: Pick<LockManager, 'request'> | null = browserLocks(),
): TabLock | undefined {
  if (!locks) return undefined
  return {
    take: (manner, signal) =>
      new Promise((resolve, reject) => {
        let onLost = () => {}
        const options: LockOptions = {
          ifAvailable: manner === 'if-free',
          steal: manner === 'at-once',
          ...(manner === 'in-turn' && signal && { signal }),
        }
        locks
          .request(name, options, (lock) => {
            if (!lock) return resolve(null)
            const lost = new Promise<void>((settle) => (onLost = settle))
            // The browser keeps it for this tab until what is returned settles.
            return new Promise<void>((release) => resolve({ lost, release }))
          })
          .catch((error: unknown) => {
            // Stolen, where it was held; where it was not, the promise is still open.
            onLost()
            reject(error)
          })
      }),
  }
}

function browserLocks(): LockManager | null {
  return 'locks' in navigator ? navigator.locks : null
}
