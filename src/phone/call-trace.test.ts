import { beforeAll, describe, expect, it } from 'vitest'
import { createTestPhone } from '../testing/create-test-phone.ts'
import { waitFor } from '../testing/wait-for.ts'
import type { NetworkSteps, Step } from './step.ts'

// Loaded when there is first something to write down.
beforeAll(async () => {
  await import('./call-trace.ts')
})

function createNetwork() {
  let places = 0
  let tell: (step: Step) => void = () => {}
  const network: NetworkSteps = {
    place: () => ++places,
    subscribe: (listener) => {
      tell = listener
      return () => {
        tell = () => {}
      }
    },
  }
  const say = (step: Partial<Step> & { summary: string }) =>
    tell({
      order: ++places,
      at: Date.now(),
      from: 'gateway',
      to: 'application',
      kind: 'webhook',
      ...step,
    })
  return { network, say, place: network.place }
}

async function createOnline(options: Parameters<typeof createTestPhone>[0] = {}) {
  const test = createTestPhone(options)
  await test.goOnline()
  await waitFor(() => expect(test.phone.sequence.steps(null)).not.toEqual([]))
  const lines = (callId: string | null = test.state().call?.id ?? '') =>
    test.phone.sequence.steps(callId).map(({ from, to, summary }) => `${from}→${to} ${summary}`)
  return { ...test, lines }
}

const frame = (method: string, params: object = {}) => ({
  type: 'frame' as const,
  direction: 'received' as const,
  method,
  text: JSON.stringify({ jsonrpc: '2.0', method, params }),
})

describe('the steps of a call', () => {
  it('are what went by while it was there, and what the phone made of it', async () => {
    const { phone, client, answer, lines } = await createOnline()
    await phone.dial('+19195550101')
    client().emit({ ...frame('ping'), direction: 'sent' })
    client().emit(frame('sdpOffer', { peerType: 'subscribe', sdpRevision: 1, sdpOffer: 'v=0' }))
    answer()
    expect(lines()).toEqual([
      'device→device requesting',
      'gateway→device sdpOffer subscribe rev 1',
      'device→device connected',
    ])
  })

  it('begin before it rings, with the caller or with the first word of the application', async () => {
    const { network, say } = createNetwork()
    const { ring, lines } = await createOnline({ networkSteps: network })
    say({ summary: 'about something else' })
    say({ summary: 'a caller calls', from: 'telephone', to: 'gateway', begins: true })
    say({ summary: 'initiate' })
    ring()
    expect(lines()).toEqual([
      'telephone→gateway a caller calls',
      'gateway→application initiate',
      'application→device call.offered',
      'device→device offered',
    ])
    expect(lines(null)).toContain('gateway→application about something else')
  })

  it('stand where they began, however late they were told', async () => {
    const { network, say, place } = createNetwork()
    const { phone, lines } = await createOnline({ networkSteps: network })
    await phone.dial('+19195550101')
    const began = place()
    say({ summary: 'asked in between' })
    say({ summary: 'asked first', order: began })
    expect(lines().slice(-2)).toEqual([
      'gateway→application asked first',
      'gateway→application asked in between',
    ])
  })

  it('go on for five seconds after its end, and not into the next call', async () => {
    let time = 0
    const { client, phone, ring, lines, state } = await createOnline({ now: () => time })
    ring()
    phone.hangUp()
    await expect.poll(() => state().call?.status).toBe('ended')
    const id = state().call?.id ?? ''
    client().emit(frame('afterwards'))
    time = 6_000
    client().emit(frame('much later'))
    expect(lines(id)).toContain('gateway→device afterwards')
    expect(lines(id)).not.toContain('gateway→device much later')
    expect(lines(null)).toContain('gateway→device much later')
    ring('+13035550142', 'stream-2', 'call-2')
    expect(lines()).toEqual(['application→device call.offered', 'device→device offered'])
  })

  it('are the last 300 of each of the last 25 calls', async () => {
    const { phone, client, application, state, lines } = await createOnline()
    const ids: string[] = []
    for (let count = 0; count < 27; count++) {
      await phone.dial('+19195550101')
      ids.push(state().call?.id ?? '')
      if (count === 26) for (let one = 0; one < 400; one++) client().emit(frame('again'))
      application.emit({
        type: 'call.state',
        callId: `call-${count}`,
        direction: 'outbound',
        number: '+19195550101',
        state: 'ended',
        cause: 'busy',
      })
    }
    expect(ids.map((id) => lines(id).length > 0)).toEqual(ids.map((_, index) => index >= 2))
    expect(lines(ids[26])).toHaveLength(300)
  })
})

describe('what the phone asks of its application', () => {
  it('is written down with its answer and without the token', async () => {
    const { phone, lines, application } = await createOnline()
    const token = 'header.claims.signature'
    expect(lines(null)).toEqual(
      expect.arrayContaining([
        'device→application POST /api/endpoints',
        'application→device ok',
        'device→device online',
      ]),
    )
    expect(JSON.stringify(phone.sequence.steps(null))).not.toContain(token)
    application.setPresence.mockRejectedValueOnce(
      Object.assign(new Error('no'), { code: 'unreachable' }),
    )
    phone.setPresence('away')
    await expect.poll(() => lines(null)).toContain('application→device unreachable')
  })
})

it('the steps are another array after each change, and only then', async () => {
  const { phone, client } = await createOnline()
  let told = 0
  const leave = phone.sequence.subscribe(() => told++)
  const before = phone.sequence.steps(null)
  expect(phone.sequence.steps(null)).toBe(before)
  client().emit(frame('sdpOffer'))
  expect(phone.sequence.steps(null)).not.toBe(before)
  leave()
  client().emit(frame('sdpOffer'))
  expect(told).toBe(1)
})
