import { expect } from '@playwright/test'
import { callerNotes, near, numbers, test } from './phone-page.ts'
import type { Platform } from './phone-page.ts'
import { text } from '../src/language/language.ts'
import { ended } from './words.ts'

const caller = '+1 303 555 0142'

/** The calls that every phone must make, on each of Bandwidth's platforms: through our BRTC client, and through Bandwidth's package. */
for (const platform of ['brtc', 'webrtc'] satisfies Platform[]) {
  test.describe(`on ${platform}`, { tag: platform === 'brtc' ? '@core' : [] }, () => {
    test.use({ platform })

    test('the number of the quick start answers and is heard; digits go out; hang-up ends it', async ({
      phone,
    }) => {
      await phone.goOnline()
      await phone.dial(numbers.quickStart)
      await expect(phone.call).toContainText(text('call.ringing'))
      await expect(phone.call).toContainText(text('call.connected'))
      await expect(phone.status).toContainText(text('status.onACall'))

      const { heard, peak } = await phone.ear.listen(3)
      expect(peak).toBeGreaterThan(0.05)
      for (const note of [523, 659, 784]) expect(heard).toContainEqual(near(note))

      await phone.press('159#')
      await expect(phone.call).toContainText('159#')
      for (const digit of '159#') await phone.journaled(`digit ${digit}`)

      await phone.hangUp.click()
      await expect(phone.call).toContainText(ended())
      await expect(phone.status).toContainText(text('status.eligible'))
      await expect.poll(async () => (await phone.ear.listen(1)).peak).toBeLessThan(0.01)
      await expect(phone.recent.getByRole('listitem')).toHaveCount(1)
    })

    test('the far end hanging up ends the call', async ({ phone }) => {
      await phone.goOnline()
      await phone.dial(numbers.hangsUp)
      await expect(phone.call).toContainText(text('call.connected'))
      await expect(phone.call).toContainText(ended())
      await expect(phone.status).toContainText(text('status.eligible'))
    })

    test('an accepted call is heard in both directions until I hang up', async ({ phone }) => {
      await phone.goOnline()
      await phone.callThisPhone(caller)
      await expect(phone.incoming).toContainText('(303) 555-0142')
      await expect(phone.status).toContainText(text('status.ringing'))

      await phone.accept.click()
      await expect(phone.call).toContainText(text('call.connected'))
      await expect(phone.status).toContainText(text('status.onACall'))
      const { heard } = await phone.ear.listen(2)
      for (const note of callerNotes) expect(heard).toContainEqual(near(note))
      await expect.poll(phone.farEndHears).toBeGreaterThan(0.05)

      await phone.hangUp.click()
      await expect(phone.call).toContainText(ended())
      await expect(phone.status).toContainText(text('status.eligible'))
      await phone.journaled(/disconnect/)
    })

    test('the phone becomes eligible by the code of its platform only, and a declined caller goes on to the next verb', async ({
      phone,
    }) => {
      const scripts: string[] = []
      phone.page.on('request', (request) => scripts.push(request.url()))
      await phone.goOnline()
      const sdkChunks = scripts.filter((url) => /sdk-client/.test(url))
      expect(sdkChunks).toHaveLength(platform === 'webrtc' ? 1 : 0)

      await phone.callThisPhone(caller)
      await phone.decline.click()
      await expect(phone.incoming).toBeHidden()
      await phone.journaled(/redirect/)
      await phone.journaled(/<SpeakSentence>/)
      await expect(phone.status).toContainText(text('status.eligible'))
    })
  })
}
