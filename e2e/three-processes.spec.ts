import { writeFileSync } from 'node:fs'
import { chromium, expect } from '@playwright/test'
import type { Browser, Page } from '@playwright/test'
import { chromiumFlags, findChromium } from '../scripts/chromium.mjs'
import { renderNotes } from '../src/simulator/notes.ts'
import type { CallCenter } from './call-center.ts'
import { installEar } from './ear.ts'
import { callerNotes, near, numbers, phonePage, test as base } from './phone-page.ts'
import type { PhonePage } from './phone-page.ts'
import { text } from '../src/language/language.ts'
import { ended } from './words.ts'

const caller = '+1 303 555 0142'

/**
 * With which endpoint the phone is back after a socket that was closed with that code; 1006 is one that was cut. In this
 * order, as the phone remembers for a while how often it has been back with the same.
 */
const endings = [
  { code: 1006, back: 'the same' },
  { code: 1001, back: 'the same' },
  { code: 1000, back: 'another' },
  { code: 1011, back: 'another' },
] as const

/** What only processes can show: more than one browser, and ends without a farewell. */
const test = base.extend<{
  center: CallCenter
  /** Another agent, in a browser of their own unless a page is given. */
  agent: (name: string, page?: Page) => Promise<PhonePage>
}>({
  center: async ({ callCenters }, use) => {
    const center = await callCenters.open('brtc')
    await use(center)
  },
  agent: async ({ browser, center }, use) => {
    const pages: Page[] = []
    await use(async (name, given) => {
      const page = given ?? (await (await browser.newContext()).newPage())
      pages.push(page)
      const phone = phonePage(page, await installEar(page), 'brtc')
      return { ...phone, ...(await center.seat(page, name)) }
    })
    for (const page of pages) await page.close()
    await center.clear()
  },
})

test('a declined caller is offered to the other agent, who hears them and is heard', async ({
  agent,
}) => {
  const [ann, bob] = await Promise.all([agent('ann'), agent('bob')])
  await ann.goOnline()
  await bob.goOnline()
  await ann.callThisPhone(caller)
  await ann.decline.click()
  await expect(bob.incoming).toContainText('(303) 555-0142')
  await bob.accept.click()
  await expect(bob.call).toContainText(text('call.connected'))
  await expect(ann.status).toContainText(text('status.eligible'))
  const { heard } = await bob.ear.listen(2)
  for (const note of callerNotes) expect(heard).toContainEqual(near(note))
  await expect.poll(bob.farEndHears).toBeGreaterThan(0.05)
  await bob.hangUpFarEnd()
  await expect(bob.call).toContainText(ended())
})

test('a caller whose agent’s browser is killed while it rings is offered to the other agent', async ({
  agent,
}) => {
  const server = await chromium.launchServer(launchOptions())
  const browser = await chromium.connect(server.wsEndpoint())
  const ann = await agent('ann', await browser.newPage())
  const bob = await agent('bob')
  await ann.goOnline()
  await bob.goOnline()
  await ann.callThisPhone(caller)
  await expect(ann.incoming).toBeVisible()
  server.process().kill('SIGKILL')
  await bob.accept.click()
  await expect(bob.call).toContainText(text('call.connected'))
  await bob.hangUp.click()
  await expect(bob.status).toContainText(text('status.eligible'))
})

test('an application that is killed in a call is back before the call is over', async ({
  agent,
  center,
}) => {
  const ann = await agent('ann')
  await ann.goOnline()
  await ann.callThisPhone(caller)
  await ann.accept.click()
  await expect(ann.call).toContainText(text('call.connected'))
  await center.restartApplication({
    signal: 'SIGKILL',
    // Sound needs no application.
    meanwhile: async () => expect((await ann.ear.listen(1)).peak).toBeGreaterThan(0.05),
  })
  await expect(ann.call).toContainText(text('call.connected'))
  await ann.hangUp.click()
  await expect(ann.call).toContainText(ended())
  await expect(ann.status).toContainText(text('status.eligible'))
  await ann.callThisPhone(caller)
  await ann.accept.click()
  await expect(ann.call).toContainText(text('call.connected'))
})

test('a page that is reloaded in a call comes back to it where the gateway offers it again, and is heard', async ({
  agent,
  center,
}) => {
  await center.control.changeSwitches({ resumption: 'offered-again' })
  const ann = await agent('ann')
  await ann.goOnline()
  await ann.callThisPhone(caller)
  await ann.accept.click()
  await expect(ann.call).toContainText(text('call.connected'))
  // The page asks whether to leave a call.
  ann.page.on('dialog', (dialog) => void dialog.accept())
  await ann.page.reload()
  await expect(ann.call).toContainText('In call')
  const [first, second] = await center.connected()
  expect(second).toBe(first)
  const { heard } = await ann.ear.listen(2)
  for (const note of callerNotes) expect(heard).toContainEqual(near(note))
  await expect.poll(ann.farEndHears).toBeGreaterThan(0.05)
  await ann.hangUp.click()
  await expect(ann.call).toContainText('Ended')
  await expect(ann.status).toContainText('Eligible')
})

test('a page that is reloaded in a call lets the caller go on where the gateway does not, says so, and is back', async ({
  agent,
}) => {
  const ann = await agent('ann')
  await ann.goOnline()
  await ann.callThisPhone(caller)
  await ann.accept.click()
  await expect(ann.call).toContainText('In call')
  ann.page.on('dialog', (dialog) => void dialog.accept())
  await ann.page.reload()
  await ann.journaled(/endpointDisconnected/)
  // The caller hears what comes after the agent.
  await ann.journaled(/redirect/)
  await expect(ann.call).toContainText('Ended')
  await expect(ann.status).toContainText('Eligible')
  await ann.callThisPhone(caller)
  await expect(ann.incoming).toBeVisible()
})

test('a page that is closed in a call gives its endpoint back', async ({ agent, center }) => {
  const ann = await agent('ann')
  await ann.goOnline()
  await ann.callThisPhone(caller)
  await ann.accept.click()
  await expect(ann.call).toContainText('In call')
  const [endpointId = ''] = await center.connected()
  await ann.page.close()
  await ann.journaled(new RegExp(`DELETE .*${endpointId}`))
})

test('a second tab leaves the first its calls', async ({ agent, center }) => {
  const ann = await agent('ann')
  await ann.goOnline()
  const second = await agent('ann', await ann.page.context().newPage())
  await second.open()
  await ann.callThisPhone(caller)
  await ann.accept.click()
  await expect(ann.call).toContainText(text('call.connected'))
  expect(await center.connected()).toHaveLength(1)
})

test('a socket that is closed, whichever way, leaves the phone to come back by itself or to say why not', async ({
  agent,
  center,
}) => {
  const ann = await agent('ann')
  await ann.goOnline()
  for (const { code, back } of endings) {
    const before = await center.connected()
    const endpointId = before.at(-1) ?? ''
    await center.control.disturb({ type: 'close', code, about: endpointId })
    await expect.poll(center.connected).toHaveLength(before.length + 1)
    const after = (await center.connected()).at(-1)
    expect(after === endpointId ? 'the same' : 'another', `after ${code}`).toBe(back)
    await expect(ann.status).toContainText(text('status.eligible'))
  }
  const endpointId = (await center.connected()).at(-1) ?? ''
  await center.control.disturb({ type: 'close', code: 4409, about: endpointId })
  await expect(ann.alert).toContainText('superseded')
  await expect(ann.status).toContainText(text('status.offline'))
})

test('a socket that is half open is found out when the network comes back, and left for another', async ({
  agent,
  center,
}) => {
  const ann = await agent('ann')
  await ann.goOnline()
  const [endpointId = ''] = await center.connected()
  await center.control.disturb({ type: 'freeze', about: endpointId })
  await ann.page.evaluate(() => dispatchEvent(new Event('online')))
  await expect.poll(center.connected).toEqual([endpointId, endpointId])
  await expect(ann.status).toContainText(text('status.eligible'))
  await ann.callThisPhone(caller)
  await ann.accept.click()
  await expect(ann.call).toContainText(text('call.connected'))
})

test('a voice reaches the telephone and comes back at its pitch, and digits in their order', async ({
  agent,
  center,
}, testInfo) => {
  const file = testInfo.outputPath('voice.wav')
  writeFileSync(file, waveFile(1_000))
  const browser = await chromium.launch(launchOptions(`--use-file-for-fake-audio-capture=${file}`))
  await inBrowser(browser, async (page) => {
    const ann = await agent('ann', page)
    await ann.goOnline()
    const [endpointId = ''] = await center.connected()
    const heard = () => center.control.heard(endpointId)

    await ann.dial(numbers.echo)
    await expect(ann.call).toContainText(text('call.connected'))
    await expect.poll(async () => (await heard()).hertz).toBeCloseTo(1_000, -1.1)
    await expect.poll(async () => (await ann.ear.listen(1)).hertz).toEqual(near(1_000))
    for (const peer of ['publish', 'subscribe'] as const) {
      await center.control.disturb({ type: 'restart-ice', peer, about: endpointId })
    }
    await ann.journaled(/sdpOffer publish/)
    await expect.poll(async () => (await ann.ear.listen(1)).hertz).toEqual(near(1_000))
    await expect(ann.call).toContainText(text('call.connected'))
    await ann.hangUp.click()
    await expect(ann.status).toContainText(text('status.eligible'))

    await ann.dial(numbers.menu)
    await expect(ann.call).toContainText(text('call.connected'))
    await ann.press('1590#')
    await expect.poll(async () => (await heard()).digits).toBe('1590#')
    await expect.poll(async () => (await ann.ear.listen(1)).heard).toContainEqual(near(880))
  })
})

function launchOptions(...more: string[]) {
  const executablePath = findChromium()
  return { ...(executablePath && { executablePath }), args: [...chromiumFlags, ...more] }
}

async function inBrowser(browser: Browser, run: (page: Page) => Promise<void>): Promise<void> {
  try {
    await run(await browser.newPage())
  } finally {
    await browser.close()
  }
}

/** Somebody who hums on and off: what sounds without end browsers take for noise. One second, 16 bits, mono. */
function waveFile(hertz: number): Buffer {
  const sampleRate = 48_000
  const hum = renderNotes(
    [
      { hertz, seconds: 0.4 },
      { hertz: 0, seconds: 0.1 },
    ],
    sampleRate,
  )
  const data = Buffer.from(Int16Array.from(hum, (sample) => sample * 65_000).buffer)
  const header = Buffer.alloc(44)
  header.write('RIFF', 0)
  header.writeUInt32LE(36 + data.length, 4)
  header.write('WAVEfmt ', 8)
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20)
  header.writeUInt16LE(1, 22)
  header.writeUInt32LE(sampleRate, 24)
  header.writeUInt32LE(2 * sampleRate, 28)
  header.writeUInt16LE(2, 32)
  header.writeUInt16LE(16, 34)
  header.write('data', 36)
  header.writeUInt32LE(data.length, 40)
  return Buffer.concat([header, data])
}
