// @vitest-environment node
import { describe, expect, it } from 'vitest'
import {
  apology,
  authorization,
  createTestApplication,
  elementsOf,
  hangingUp,
  secret,
  holding,
} from '../testing/test-application.ts'
import { waitFor } from '../testing/wait-for.ts'

type Test = ReturnType<typeof createTestApplication>

const json = { 'Content-Type': 'application/json' }
const basic = { Authorization: authorization }
const post = (test: Test, path: string, body: string, headers: Record<string, string> = {}) =>
  test.app.fetch(new Request(`https://phone.test${path}`, { method: 'POST', headers, body }))

const callback = (eventType: string) => ({
  eventType,
  eventTime: '2030-01-01T00:00:00.000Z',
  accountId: '9900000',
  applicationId: 'app-1',
  from: '+19195551234',
  to: '+19195550100',
  direction: 'inbound',
  callId: 'c-1',
  callUrl: 'https://voice.test/calls/c-1',
  startTime: '2030-01-01T00:00:00.000Z',
})

const voicePaths = ['initiate', 'answer', 'next'].map((name) => `/hooks/voice/${name}`)
const eventPaths = [
  `/hooks/brtc/${secret}`,
  `/hooks/voice/connect-status/${secret}`,
  '/hooks/voice/disconnect',
]

describe('a voice webhook', () => {
  const wrong = (text: string) => `Basic ${btoa(text)}`

  it.each([...voicePaths, '/hooks/voice/disconnect'])('at %s is challenged', async (path) => {
    const test = createTestApplication()
    await test.goOnline()
    const attempts = ['', 'Bearer x', 'Basic ???', wrong('bandwidth:'), wrong('bandwidth:passwort')]
    for (const attempt of attempts) {
      const body = JSON.stringify(callback('initiate'))
      const response = await post(test, path, body, { ...json, Authorization: attempt })
      expect(response.status).toBe(401)
      expect(response.headers.get('www-authenticate')).toMatch(/^Basic realm=/)
    }
    expect(await test.initiate('c-1')).toContain('<Endpoint>e-1<')
  })

  it('is answered in XML', async () => {
    const test = createTestApplication()
    const headers = { ...json, ...basic }
    const response = await post(test, '/hooks/voice/initiate', '{}', headers)
    expect(response.headers.get('content-type')).toBe('application/xml; charset=UTF-8')
  })

  it.each(voicePaths)('at %s that makes no sense hears a sentence', async (path) => {
    const test = createTestApplication()
    await test.goOnline()
    const bodies = ['{', '', '{}', 'null', '[]', JSON.stringify(callback('disconnect'))]
    for (const body of bodies) {
      const response = await post(test, path, body, { ...json, ...basic })
      expect(response.status).toBe(200)
      expect(elementsOf(await response.text())).toBe(apology)
    }
  })

  it('on which the application fails hears a sentence, and can be repeated', async () => {
    let ids = 0
    const test = createTestApplication({
      randomId: (what) => {
        if (what === 'endpoint') return 'tag'
        ids += 1
        if (ids === 1) throw new Error('Out of ids')
        return 'id'
      },
    })
    await test.goOnline()
    expect(elementsOf(await test.initiate('c-1'))).toBe(apology)
    expect(test.log).toContainEqual(expect.objectContaining({ level: 'error' }))
    expect(await test.initiate('c-1')).toContain('<Endpoint>e-1<')
  })

  it('for an outbound call never reaches an agent by way of the inbound routing', async () => {
    const test = createTestApplication()
    await test.goOnline()
    const outbound = { direction: 'outbound' }
    expect(elementsOf(await test.answer('c-9', 'o1:e-1:call-9'))).toBe(apology)
    expect(elementsOf(await test.next('c-9', outbound))).toBe(hangingUp)
  })
})

describe('an event', () => {
  it.each(eventPaths.slice(0, 2))('finds nothing at %s with another secret', async (path) => {
    const test = createTestApplication()
    const { endpointId } = await test.goOnline()
    const event = { event: 'endpointIneligible', endpointId, accountId: '1', timestamp: Infinity }
    for (const wrong of ['secret-segmenT', 'secret', `${secret}x`]) {
      const elsewhere = path.replace(secret, wrong)
      const response = await post(test, elsewhere, JSON.stringify(event), json)
      expect(response.status).toBe(404)
    }
    expect(await test.initiate('c-1')).toContain('<Endpoint>e-1<')
  })

  it.each(eventPaths)('at %s that makes no sense is taken and logged', async (path) => {
    const test = createTestApplication()
    for (const body of ['{', '{}', '[]', '', JSON.stringify(callback('initiate'))]) {
      const response = await post(test, path, body, { ...json, ...basic })
      expect(response.status).toBe(204)
      expect(test.log.at(-1)).toMatchObject({ level: 'warn' })
    }
    expect(JSON.stringify(test.log)).not.toContain(secret)
  })

  it('of an endpoint that is not ours is taken, and makes no state', async () => {
    const test = createTestApplication()
    const response = await test.brtc({ event: 'endpointEligible', endpointId: 'e-forged' })
    expect(response.status).toBe(204)
    expect(elementsOf(await test.initiate('c-1'))).toBe(holding)
    expect((await test.send('GET', '/api/events?endpoint=e-forged')).status).toBe(404)
  })

  it('on which the application fails is refused, so that it is sent again, and changes nothing', async () => {
    let fails = true
    const test = createTestApplication({
      randomId: (what) => {
        if (what === 'call' && fails) throw new Error('Out of ids')
        return what
      },
    })
    const { endpointId } = await test.goOnline()
    expect((await test.dial(endpointId, '+19195550101')).status).toBe(500)
    expect(test.log).toContainEqual(expect.objectContaining({ level: 'error' }))
    fails = false
    expect((await test.dial(endpointId, '+19195550101')).status).toBe(204)
    expect(test.bandwidth.createCall).toHaveBeenCalledOnce()
  })

  it('in the shape of the OpenAPI file is understood', async () => {
    const test = createTestApplication()
    const { endpointId, events } = await test.goOnline()
    await test.brtc({
      endpointId,
      eventType: 'DEVICE_DISCONNECTED',
      eventTime: '2030-01-01T00:00:01Z',
      device: { deviceId: `d-${endpointId}` },
    })
    await waitFor(() => expect(events.at(-1)).toMatchObject({ connected: false }))
  })

  it('older than what is known changes nothing', async () => {
    const test = createTestApplication()
    const { endpointId } = await test.goOnline()
    const event = { endpointId, deviceId: `d-${endpointId}` }
    await test.brtc({ ...event, event: 'endpointIneligible', timestamp: test.now() + 10 })
    await test.brtc({ ...event, event: 'endpointEligible', timestamp: test.now() + 5 })
    expect(elementsOf(await test.initiate('c-1'))).toBe(holding)
  })
})

describe('every webhook', () => {
  it.each([...voicePaths, ...eventPaths])('at %s takes 64 KB of JSON and no more', async (path) => {
    const test = createTestApplication()
    const large = JSON.stringify({ padding: 'x'.repeat(64 * 1024) })
    expect((await post(test, path, large, { ...json, ...basic })).status).toBe(413)
    const text = { 'Content-Type': 'text/plain' }
    expect((await post(test, path, '{}', { ...text, ...basic })).status).toBe(415)
  })

  it('is a POST', async () => {
    const test = createTestApplication()
    expect((await test.send('GET', '/hooks/voice/next', undefined, basic)).status).toBe(404)
  })
})
