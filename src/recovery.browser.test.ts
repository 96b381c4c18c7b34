import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { allowSound } from './testing/allow-sound.ts'
import { createRecoveryPage, type RecoveryPage, singer, sung } from './testing/recovery-page.ts'
import { amplitudeAt, listenTo } from './testing/spectrum.ts'
import type { Switches } from './simulator/switches.ts'
import { describeStatus } from './ui/status/describe-status.ts'

/** Cells of docs/fault-matrix.md on real peer connections: what the fake ones promise holds in a browser. */

const closers: (() => void)[] = []
beforeEach(allowSound)
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

const patience = { timeout: 15_000, interval: 20 }

const word = ({ state }: RecoveryPage) => describeStatus({ ...state(), call: null }).word

async function goOnline(switches?: Partial<Switches>): Promise<RecoveryPage> {
  const page = createRecoveryPage(switches)
  closers.push(page.close)
  page.phone.goOnline()
  await expect.poll(() => word(page), patience).toBe('Eligible')
  return page
}

async function ring(switches?: Partial<Switches>): Promise<RecoveryPage> {
  const page = await goOnline(switches)
  page.cloud.telephones.placeCall({ from: singer })
  await expect.poll(() => page.state().call?.status, patience).toBe('offered')
  return page
}

async function talk(switches?: Partial<Switches>): Promise<RecoveryPage> {
  const page = await ring(switches)
  page.phone.accept()
  await expect.poll(() => page.state().call?.status, patience).toBe('connected')
  await expectTalking(page)
  return page
}

/** Both can be heard. */
async function expectTalking(page: RecoveryPage): Promise<void> {
  const remote = page.remote()
  if (!remote) throw new Error('nothing is played')
  const ear = await listenTo(remote)
  for (const note of sung) {
    await expect.poll(() => amplitudeAt(ear.hear(), note), patience).toBeGreaterThan(0.05)
  }
  await ear.close()
  await expect.poll(page.farEndHears, patience).toBeGreaterThan(0.05)
}

/** The words of the status from now on. */
function watch(page: RecoveryPage): string[] {
  const words: string[] = []
  page.phone.store.subscribe(() => {
    const next = word(page)
    if (next !== words.at(-1)) words.push(next)
  })
  return words
}

const close = (code: number) => (page: RecoveryPage) => page.socket().close(code)
const offer = (sdpRevision: number) =>
  JSON.stringify({
    jsonrpc: '2.0',
    method: 'sdpOffer',
    params: { peerType: 'publish', sdpRevision, sdpOffer: 'v=0' },
  })

describe('while idle', () => {
  it.each<[string, 'same' | 'new', (page: RecoveryPage) => void, Partial<Switches>?]>([
    ['close 1000', 'new', close(1000)],
    ['close 1001', 'same', close(1001)],
    ['close 1006', 'same', close(1006)],
    [
      'close 1006 of a socket that the gateway holds on to',
      'same',
      ({ socket }) => socket().vanish(1006),
    ],
    ['close 1011', 'new', close(1011)],
    ['an unknown close code', 'new', close(4999)],
    ['403 for the token that was good', 'new', close(1006), { readmission: 'nobody' }],
    [
      'a dead socket when the machine wakes',
      'same',
      ({ socket, surroundings }) => {
        socket().silence()
        surroundings.tell('woken')
      },
    ],
  ])('%s: Eligible again, on the %s endpoint', async (_fault, endpoint, breakIt, switches) => {
    const page = await goOnline(switches)
    const before = page.endpointId()
    const words = watch(page)
    breakIt(page)
    await expect.poll(() => words, patience).toEqual(['Reconnecting', 'Connected', 'Eligible'])
    expect(page.endpointId() === before).toBe(endpoint === 'same')
    await expect.poll(page.farEndHears, patience).toBeGreaterThanOrEqual(0)
  })

  it('close 4409: offline, and says so', async () => {
    const page = await goOnline()
    page.socket().close(4409)
    expect(page.state().session).toEqual({ status: 'offline', reason: 'superseded' })
  })

  it.each<[string, (page: RecoveryPage) => unknown]>([
    ['malformed frames', ({ socket }) => ['', '{', '[]', '{"method":7}'].forEach(socket().push)],
    ['a stale revision', ({ socket }) => socket().push(offer(0))],
    ['an ICE restart of the publish peer', ({ restartIce }) => restartIce('publish')],
    ['an ICE restart of the subscribe peer', ({ restartIce }) => restartIce('subscribe')],
  ])('%s: a call comes as if nothing had been', async (_fault, breakIt) => {
    const page = await goOnline()
    breakIt(page)
    page.cloud.telephones.placeCall({ from: singer })
    await expect.poll(() => page.state().call?.status, patience).toBe('offered')
    page.phone.accept()
    await expect.poll(() => page.state().call?.status, patience).toBe('connected')
    await expectTalking(page)
  })

  it('no network, as the browser says: Reconnecting until the gateway has answered again', async () => {
    const page = await goOnline()
    const words = watch(page)
    page.surroundings.tell('offline')
    expect(words).toEqual(['Reconnecting'])
    page.surroundings.tell('online')
    await expect.poll(() => words, patience).toEqual(['Reconnecting', 'Eligible'])
    expect(page.sockets).toHaveLength(1)
  })

  it('the event stream is cut: Connected until it is back', async () => {
    const page = await goOnline()
    page.application.lose()
    expect(word(page)).toBe('Connected')
  })
})

describe('while a caller rings', () => {
  it.each([1001, 1006, 1011])(
    'close %i: the ring stops at once, and the phone is back',
    async (code) => {
      const page = await ring()
      expect(page.sound()).toBe('ringtone')
      page.socket().close(code)
      expect(page.sound()).toBeNull()
      expect(page.state().call).toMatchObject({ status: 'ended', cause: 'connection-lost' })
      await expect.poll(() => word(page), patience).toBe('Eligible')
    },
  )
})

describe('in a call', () => {
  it('the socket is lost and the token refused: both talk on, and the phone comes back after it', async () => {
    const page = await talk()
    const before = page.endpointId()
    page.refuseToken()
    page.socket().vanish(1006)
    expect(page.state().call).toMatchObject({ status: 'connected', lostAt: expect.any(Number) })
    await expect
      .poll(() => page.state().session, patience)
      .toMatchObject({ status: 'reconnecting', attempt: 2 })
    await expectTalking(page)
    page.phone.setMuted(true)
    await expect.poll(page.farEndHears, patience).toBeLessThan(0.02)
    page.phone.hangUp()
    await expect.poll(() => word(page), patience).toBe('Eligible')
    expect(page.endpointId()).not.toBe(before)
  })

  it.each<[string, (page: RecoveryPage) => unknown]>([
    ['malformed frames', ({ socket }) => ['', '{', '[]', '{"method":7}'].forEach(socket().push)],
    ['an ICE restart of the publish peer', ({ restartIce }) => restartIce('publish')],
    ['an ICE restart of the subscribe peer', ({ restartIce }) => restartIce('subscribe')],
    [
      'no network for a moment',
      ({ surroundings }) => {
        surroundings.tell('offline')
        surroundings.tell('online')
      },
    ],
  ])('%s: both talk on', async (_fault, breakIt) => {
    const page = await talk()
    breakIt(page)
    await expectTalking(page)
    expect(page.state().call).not.toHaveProperty('lostAt')
    expect(page.sockets).toHaveLength(1)
  })

  it('close 4409: the call ends with a cause', async () => {
    const page = await talk()
    page.socket().close(4409)
    expect(page.state().call).toMatchObject({ status: 'ended', cause: 'connection-lost' })
    expect(page.remote()).toBeNull()
  })
})

describe('while going online', () => {
  it.each([
    [1000, 'endpoint-ended'],
    [1006, 'connection-lost'],
  ])('close %i: offline, and says why', async (code, reason) => {
    const page = createRecoveryPage()
    closers.push(page.close)
    page.holdReplies(true)
    page.phone.goOnline()
    await expect.poll(() => page.state().session, patience).toMatchObject({ step: 'media' })
    page.socket().close(code)
    expect(page.state().session).toEqual({ status: 'offline', reason })
  })

  it('close 1001: comes back by itself', async () => {
    const page = createRecoveryPage()
    closers.push(page.close)
    page.holdReplies(true)
    page.phone.goOnline()
    await expect.poll(() => page.state().session, patience).toMatchObject({ step: 'media' })
    page.holdReplies(false)
    page.socket().close(1001)
    await expect.poll(() => word(page), patience).toBe('Eligible')
  })
})
