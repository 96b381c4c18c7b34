import { sitOut } from './network-cuts.ts'
import { test } from './phone-page.ts'

test('a network that is gone for long is told, and the phone is well within seconds of its return', async ({
  browser,
  callCenters,
}) => {
  const center = await callCenters.open('brtc')
  await sitOut(browser, center, [30, 125])
  await center.clear()
})
