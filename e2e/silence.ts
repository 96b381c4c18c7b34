import type { Page } from '@playwright/test'
import { text } from '../src/language/language.ts'

/**
 * A browser that starts no sound before "Enable sound" is pressed. Every page of a test has had its gesture by then, so what
 * a browser does without one is done here.
 */
export async function installSilence(page: Page): Promise<void> {
  await page.addInitScript((enableSound) => {
    let isAllowed = false
    addEventListener(
      'pointerdown',
      ({ target }) => {
        const button = target instanceof Element ? target.closest('button') : null
        isAllowed ||= button?.textContent === enableSound
      },
      { capture: true },
    )
    window.AudioContext = class extends AudioContext {
      constructor(options?: AudioContextOptions) {
        super(options)
        if (!isAllowed) void this.suspend()
      }
      override resume(): Promise<void> {
        return isAllowed ? super.resume() : new Promise(() => {})
      }
    }
  }, text('notice.enableSound'))
}
