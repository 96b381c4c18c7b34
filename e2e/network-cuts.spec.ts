import { sitOut } from './network-cuts.ts'
import { test } from './phone-page.ts'

test('a network that is gone for moments costs no call where nobody breaks it off, and the phone is well within seconds', async ({
  browser,
  callCenters,
}) => {
  const center = await callCenters.open('brtc')
  await sitOut(browser, center, [0.8, 1, 5])
  await center.clear()
})
