import type { Page } from '@playwright/test'

/** @returns unplugs the microphone that is published: its track ends, as the browser ends it, and says so */
export async function installUnplug(page: Page): Promise<() => Promise<void>> {
  await page.addInitScript(() => {
    // Called with the track as its receiver below.
    // oxlint-disable-next-line typescript/unbound-method
    const clone = MediaStreamTrack.prototype.clone
    let published: MediaStreamTrack | undefined
    MediaStreamTrack.prototype.clone = function (this: MediaStreamTrack) {
      return (published = clone.call(this))
    }
    Object.assign(window, {
      unplugMicrophone: () => {
        published?.stop()
        published?.dispatchEvent(new Event('ended'))
      },
    })
  })
  return async () => void (await page.evaluate('window.unplugMicrophone()'))
}
