import { expect } from '@playwright/test'
import type { CDPSession, Page } from '@playwright/test'
import type { CallCenter } from './call-center.ts'
import { numbers, phonePage } from './phone-page.ts'
import type { PhonePage } from './phone-page.ts'

/** What holds something of the browser's for as long as it is there. */
const kinds = [
  'RTCPeerConnection',
  'RTCDataChannel',
  'MediaStreamTrack',
  'MediaStream',
  'AudioContext',
  'AudioNode',
  'HTMLMediaElement',
  'WebSocket',
] as const

type Sample = { calls: number; kilobytes: number; alive: Record<string, number> }

/** What the first calls load, and what lists of a bounded length may still grow by. */
const warmUp = 4
const heapLimit = 1_500

/**
 * Calls of one tab in a row, in both directions. Throws where an object of the browser's is left over, or where the heap
 * grows through the second half of them.
 */
export async function makeCalls(page: Page, center: CallCenter, count: number): Promise<void> {
  // An ear of ours would be counted along.
  const listen = () => Promise.reject(new Error('nobody listens'))
  const phone = { ...phonePage(page, { listen }, 'brtc'), ...(await center.seat(page, 'busy')) }
  const devtools = await page.context().newCDPSession(page)
  await phone.goOnline()
  for (let call = 0; call < warmUp; call += 1) await makeCall(phone, call)
  const samples = [await takeSample(devtools, 0)]
  for (let call = 1; call <= count; call += 1) {
    await makeCall(phone, call)
    if (call % Math.ceil(count / 4) === 0 || call === count) {
      samples.push(await takeSample(devtools, call))
    }
  }
  for (const { calls, kilobytes, alive } of samples) {
    process.stdout.write(`    after ${calls} calls: ${kilobytes} kB, ${JSON.stringify(alive)}\n`)
  }
  const [first, last] = [samples.at(0), samples.at(-1)]
  expect(last?.alive).toEqual(first?.alive)
  const half = samples.find(({ calls }) => calls >= count / 2)
  expect((last?.kilobytes ?? 0) - (half?.kilobytes ?? 0)).toBeLessThan(heapLimit)
}

async function makeCall(phone: PhonePage, index: number): Promise<void> {
  if (index % 4 === 0) {
    await phone.dial(numbers.echo)
  } else {
    await phone.callThisPhone('+1 303 555 0142')
    await phone.accept.click()
  }
  await expect(phone.call).toContainText('In call')
  // Both ends hang up.
  if (index % 4 === 1) await phone.hangUpFarEnd()
  else await phone.hangUp.click()
  await expect(phone.call).toContainText('Ended')
  await expect(phone.status).toContainText('Eligible')
}

async function takeSample(devtools: CDPSession, calls: number): Promise<Sample> {
  const alive: Record<string, number> = {}
  for (const kind of kinds) alive[kind] = await countOf(devtools, kind)
  await devtools.send('HeapProfiler.collectGarbage')
  const { usedSize } = await devtools.send('Runtime.getHeapUsage')
  return { calls, kilobytes: Math.round(usedSize / 1_024), alive }
}

/** Those that are still there after a collection, with the prototypes that inherit from it. */
async function countOf(devtools: CDPSession, kind: string): Promise<number> {
  const group = 'count'
  const { result } = await devtools.send('Runtime.evaluate', {
    expression: `${kind}.prototype`,
    objectGroup: group,
  })
  const { objects } = await devtools.send('Runtime.queryObjects', {
    prototypeObjectId: result.objectId ?? '',
    objectGroup: group,
  })
  const { result: length } = await devtools.send('Runtime.callFunctionOn', {
    functionDeclaration: 'function () { return this.length }',
    objectId: objects.objectId ?? '',
    returnByValue: true,
  })
  await devtools.send('Runtime.releaseObjectGroup', { objectGroup: group })
  return Number(length.value)
}
