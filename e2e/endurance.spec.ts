import { makeCalls } from './many-calls.ts'
import { sitOut } from './network-cuts.ts'
import { test } from './phone-page.ts'

test('a network that is gone for moments costs no call where nobody breaks it off', async ({
  browser,
  callCenters,
}) => {
  const center = await callCenters.open('brtc')
  await sitOut(browser, center, { lengths: [0.8, 1, 5] })
  await center.clear()
})

for (const resumption of ['ended', 'offered-again'] as const) {
  test(`a network that is gone for long is told, and the phone is well within seconds of its return; calls: ${resumption}`, async ({
    browser,
    callCenters,
  }) => {
    const center = await callCenters.open('brtc')
    await center.control.changeSwitches({ resumption })
    await sitOut(
      browser,
      center,
      resumption === 'ended' ? { lengths: [30, 125] } : { lengths: [5, 30], resumes: true },
    )
    await center.clear()
  })
}

test('two hundred calls in a row leave nothing behind in the page, and its heap is flat', async ({
  page,
  callCenters,
}) => {
  const center = await callCenters.open('brtc')
  await makeCalls(page, center, 200)
  await page.close()
  await center.clear()
})
