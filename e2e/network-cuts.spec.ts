import { sitOut } from './network-cuts.ts'
import { test } from './phone-page.ts'

/** `npm run endurance` has the limit of a machine that does nothing else. */
test('a network that is gone for moments costs no call where nobody breaks it off, and the phone is well within seconds', async ({
  browser,
  callCenters,
}) => {
  const center = await callCenters.open('brtc')
  await sitOut(browser, center, { lengths: [0.8, 1, 5], wellLimit: 10 })
  await center.clear()
})
