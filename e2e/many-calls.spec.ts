import { makeCalls } from './many-calls.ts'
import { test } from './phone-page.ts'

test('ten calls in a row leave nothing behind in the page', async ({ page, callCenters }) => {
  const center = await callCenters.open('brtc')
  await makeCalls(page, center, 10)
  await page.close()
  await center.clear()
})
