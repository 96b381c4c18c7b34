// @vitest-environment node
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import {
  collect,
  createFakeBandwidth,
  createTestApplication,
  elementsOf,
  holding,
  ringingAndConnecting,
} from '../testing/test-application.ts'
import { waitFor } from '../testing/wait-for.ts'
import { BandwidthApiError } from './bandwidth-api.ts'
import { createStore } from './create-store.ts'
import { openSqlite } from './host/sqlite.ts'

/** What takes minutes after a restart, on a clock of its own; the rest is in `restart.process.test.ts`. */

const directory = mkdtempSync(join(tmpdir(), 'offhook-restart-'))
afterAll(() => rmSync(directory, { recursive: true }))

const minute = 60_000
const to = '+19195550101'
const noAnswer = new BandwidthApiError('Bandwidth did not answer in time', { type: 'timeout' })
const unreachable = new BandwidthApiError('Bandwidth cannot be reached', { type: 'unreachable' })

type Bandwidth = ReturnType<typeof createFakeBandwidth>

let files = 0

/** The same database under one application after another. A process that is killed leaves what it has committed. */
function createLives() {
  const file = join(directory, `${++files}.db`)
  let lives = 0
  return (setUp: (bandwidth: Bandwidth) => void = () => {}) => {
    const bandwidth = createFakeBandwidth()
    setUp(bandwidth)
    const store = createStore(openSqlite(file, { patience: 0 }))
    const life = ++lives
    let ids = 0
    const randomId = (what: string) => `${what}-${life}-${++ids}`
    const test = createTestApplication({ bandwidth, store, randomId })
    return { ...test, bandwidth, store, kill: store.close }
  }
}

const listing =
  (...endpointIds: string[]) =>
  (bandwidth: Bandwidth) => {
    const times = { creationTimestamp: '', expirationTimestamp: '' }
    bandwidth.listEndpoints.mockResolvedValue(
      endpointIds.map((endpointId) => ({
        endpointId,
        type: 'WEBRTC',
        status: 'CONNECTED',
        ...times,
      })),
    )
  }

const ended = (cause: string) =>
  expect.objectContaining({ type: 'call.state', state: 'ended', cause })

type Life = ReturnType<ReturnType<typeof createLives>>

const listen = async (life: Life, endpointId: string) => {
  const events = collect(await life.send('GET', `/api/events?endpoint=${endpointId}`))
  await waitFor(() => expect(events).not.toEqual([]))
  return events
}
const ringing = ({ store }: Life) =>
  waitFor(() =>
    expect([...store.calls.all()]).toEqual([
      expect.objectContaining({ status: 'ringing', bandwidthCallId: 'c-1' }),
    ]),
  )
const claims = ({ store }: Life) => [...store.agents.all()].map(({ callId }) => callId)

describe('after a restart', () => {
  it('a call whose create-call nobody answered is not placed again, and fails with words', async () => {
    const begin = createLives()
    const before = begin(({ createCall }) => createCall.mockRejectedValue(noAnswer))
    const { endpointId } = await before.goOnline()
    await before.dial(endpointId, to)
    await waitFor(() => expect(before.bandwidth.createCall).toHaveBeenCalledOnce())
    before.kill()

    const after = begin(listing(endpointId))
    const events = await listen(after, endpointId)
    after.advance(minute - 1)
    expect(claims(after)).not.toEqual([undefined])
    after.advance(5_000)
    await waitFor(() =>
      expect(events.at(-1)).toMatchObject({
        state: 'ended',
        cause: 'failed',
        message: expect.stringContaining('It is not known whether the call was placed'),
      }),
    )
    expect(after.bandwidth.createCall).not.toHaveBeenCalled()
    expect(claims(after)).toEqual([undefined])
  })

  it('a call that Bandwidth does not know is over when it is too old to be news', async () => {
    const begin = createLives()
    const before = begin()
    const { endpointId } = await before.goOnline()
    await before.dial(endpointId, to)
    await ringing(before)
    before.kill()

    const after = begin((bandwidth) => {
      listing(endpointId)(bandwidth)
      bandwidth.getCall.mockResolvedValue(undefined)
    })
    const events = await listen(after, endpointId)
    await waitFor(() => expect(after.bandwidth.getCall).toHaveBeenCalledOnce())
    expect(claims(after)).not.toEqual([undefined])
    after.advance(5 * minute)
    await waitFor(() => expect(events).toContainEqual(ended('hangup')))
    expect(claims(after)).toEqual([undefined])
  })

  it('Bandwidth is asked again later where it cannot be reached at first', async () => {
    const begin = createLives()
    const before = begin()
    const { endpointId } = await before.goOnline()
    await before.dial(endpointId, to)
    await ringing(before)
    before.kill()

    const after = begin(({ getCall, listEndpoints }) => {
      getCall.mockRejectedValueOnce(unreachable)
      getCall.mockResolvedValue({ state: 'disconnected', cause: 'busy' })
      listEndpoints.mockRejectedValue(unreachable)
    })
    const events = await listen(after, endpointId)
    await waitFor(() =>
      expect(after.log).toContainEqual(
        expect.objectContaining({ message: 'Bandwidth could not be asked about a call' }),
      ),
    )
    expect(claims(after)).not.toEqual([undefined])
    after.advance(minute)
    await waitFor(() => expect(events).toContainEqual(ended('busy')))
    expect(claims(after)).toEqual([undefined])
  })

  it('nobody is offered a call on the strength of an old memory, until the phone listens', async () => {
    const begin = createLives()
    const before = begin()
    const { endpointId } = await before.goOnline()
    before.kill()

    const after = begin(({ listEndpoints }) => listEndpoints.mockRejectedValue(unreachable))
    expect(elementsOf(await after.initiate('c-1'))).toBe(holding)
    const events = await listen(after, endpointId)
    expect(events[0]).toMatchObject({ type: 'endpoint.state', connected: true, eligible: true })
    await waitFor(() =>
      expect(after.bandwidth.updateCall).toHaveBeenCalledExactlyOnceWith(
        'c-1',
        expect.objectContaining({ state: 'active' }),
      ),
    )
  })

  it('a phone whose device has left meanwhile is told so, and gets no call', async () => {
    const begin = createLives()
    const before = begin()
    const { endpointId } = await before.goOnline()
    await before.dial(endpointId, to)
    before.kill()

    const after = begin(listing())
    await waitFor(() => expect(claims(after)).toEqual([undefined]))
    const events = await listen(after, endpointId)
    expect(events[0]).toMatchObject({ connected: false, eligible: false })
    expect(elementsOf(await after.initiate('c-9'))).toBe(holding)
  })

  it('an agent whose conversation has ended unheard is eligible again', async () => {
    const begin = createLives()
    const before = begin()
    const { endpointId } = await before.goOnline()
    await before.initiate('c-1')
    await before.lifecycle('endpointIneligible', endpointId)
    before.kill()

    const after = begin((bandwidth) => {
      listing(endpointId)(bandwidth)
      bandwidth.getCall.mockResolvedValue({ state: 'disconnected', cause: 'hangup' })
    })
    const events = await listen(after, endpointId)
    const state = (eligible: boolean) =>
      expect.objectContaining({ type: 'endpoint.state', connected: true, eligible })
    await waitFor(() => expect(events.at(-1)).toEqual(state(true)))
    expect(claims(after)).toEqual([undefined])
    expect(elementsOf(await after.initiate('c-2'))).toBe(ringingAndConnecting)
    await after.lifecycle('endpointIneligible', endpointId)
    await waitFor(() => expect(events.at(-1)).toEqual(state(false)))
  })

  it('an endpoint that has expired meanwhile is deleted', async () => {
    const begin = createLives()
    const before = begin()
    const { endpointId } = await before.goOnline()
    before.kill()

    const after = begin(listing(endpointId))
    after.advance(24 * 60 * minute)
    await waitFor(() =>
      expect(after.bandwidth.deleteEndpoint).toHaveBeenCalledExactlyOnceWith(endpointId),
    )
    await waitFor(() => expect(claims(after)).toEqual([]))
  })

  it('a caller on hold is still counted from when the hold began', async () => {
    const begin = createLives()
    const before = begin()
    expect(elementsOf(await before.initiate('c-1'))).toBe(holding)
    before.kill()

    const after = begin()
    const hold = (tag: string) => after.voice('hold', { eventType: 'redirect', callId: 'c-1', tag })
    after.advance(4 * minute)
    expect(elementsOf(await hold('h1:redirect-2'))).toContain('PlayAudio')
    after.advance(minute)
    expect(elementsOf(await hold('h1:redirect-3'))).toBe('Response SpeakSentence Hangup')
  })

  it('a repeated webhook gets the answer that the process before gave', async () => {
    const begin = createLives()
    const before = begin()
    const { endpointId } = await before.goOnline()
    const offer = await before.initiate('c-1')
    expect(elementsOf(offer)).toBe(ringingAndConnecting)
    before.kill()

    const after = begin(listing(endpointId))
    expect(await after.initiate('c-1')).toBe(offer)
    expect([...after.store.calls.all()]).toHaveLength(1)
  })
})
