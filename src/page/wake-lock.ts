import type { Phone } from '../phone/phone.ts'
import { isLive } from '../phone/reduce-call.ts'

export type WakeLockPage = {
  document: Pick<Document, 'visibilityState' | 'addEventListener' | 'removeEventListener'>
  /** `wakeLock` is not there in older browsers and on pages without https. */
  navigator: { wakeLock?: Pick<WakeLock, 'request'> }
}

/**
 * Keeps the screen on while a call is live. The browser takes the lock away from a page that is hidden, and may refuse
 * it when the battery is low: then it is asked again when the page is back.
 *
 * @returns stops it
 */
export function keepAwake(
  { store }: Pick<Phone, 'store'>,
  page: WakeLockPage = globalThis,
): () => void {
  const { document } = page
  const { wakeLock } = page.navigator
  if (!wakeLock) return () => {}
  let isWanted = false
  let isAsking = false
  let lock: WakeLockSentinel | undefined

  async function update(): Promise<void> {
    if (isAsking) return
    if (!isWanted) return release()
    if (lock?.released === false || document.visibilityState !== 'visible') return
    isAsking = true
    try {
      lock = await wakeLock?.request('screen')
    } finally {
      isAsking = false
    }
    // The call may have ended meanwhile.
    if (!isWanted) release()
  }

  function release(): void {
    lock?.release().catch(() => {})
    lock = undefined
  }

  const updateQuietly = () => void update().catch(() => {})
  const unsubscribe = store.subscribe(({ call }) => {
    if (isLive(call) === isWanted) return
    isWanted = !isWanted
    updateQuietly()
  })
  document.addEventListener('visibilitychange', updateQuietly)

  return () => {
    unsubscribe()
    document.removeEventListener('visibilitychange', updateQuietly)
    release()
  }
}
