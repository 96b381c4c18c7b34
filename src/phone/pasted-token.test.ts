import * as fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { BrtcError } from '../brtc/errors.ts'
import { createTestPhone, type TestPhone } from '../testing/create-test-phone.ts'
import { encodeToken } from '../testing/device-token.ts'
import { createFakeClient } from '../testing/fake-client.ts'
import { waitFor } from '../testing/wait-for.ts'
import { createNoApplication, type PastedToken } from './no-application.ts'

const gatewayUrl = 'wss://gateway.test/endpoints'
const brtcToken = encodeToken({ endpointId: 'ep-9', exp: 1_900_000_000 })
const webrtcToken = encodeToken({ v: 'v3', p: 'participant-1' })

async function pastedPhone(pasted: PastedToken): Promise<TestPhone> {
  const test = createTestPhone()
  test.phone.goOnlineWith(pasted)
  await waitFor(() => expect(test.state().session.status).toBe('online'))
  return test
}

const isOffline = (test: TestPhone, reason: string) =>
  waitFor(() => expect(test.state().session).toMatchObject({ status: 'offline', reason }))

describe('a pasted token', () => {
  it('goes to the gateway, and the application hears nothing of it', async () => {
    const test = await pastedPhone({ token: `Bearer ${brtcToken}\n`, gatewayUrl })
    expect(test.client().connect.mock.calls).toEqual([
      [{ gatewayUrl, endpointToken: brtcToken, uniqueId: 'id-1' }],
    ])
    test.phone.goOffline()
    expect(test.client().disconnect).toHaveBeenCalled()
    for (const method of Object.values(test.application)) {
      if (vi.isMockFunction(method)) expect(method).not.toHaveBeenCalled()
    }
  })

  it('leaves it unknown whether calls ring here, and says why', async () => {
    const { state } = await pastedPhone({ token: brtcToken, gatewayUrl })
    expect(state().session).toMatchObject({
      status: 'online',
      isTokenPasted: true,
      endpointId: 'ep-9',
      eligibility: 'unknown',
      expiresAt: 1_900_000_000_000,
    })
  })

  it('need not say who it is for or when it ends', async () => {
    const { state } = await pastedPhone({ token: 'header.claims.signature', gatewayUrl })
    expect(state().session).toMatchObject({ endpointId: '', expiresAt: null })
  })

  it('decides the platform of the client', async () => {
    const createClient = vi.fn(async () => createFakeClient())
    const { phone, state } = createTestPhone({ createClient })
    phone.goOnlineWith({ token: webrtcToken, gatewayUrl })
    await waitFor(() => expect(state().session.status).toBe('online'))
    expect(createClient).toHaveBeenCalledWith('webrtc', expect.anything(), expect.anything())
  })

  it('is good for one stay: the next is the application’s', async () => {
    const test = await pastedPhone({ token: brtcToken, gatewayUrl })
    test.phone.goOffline()
    expect(test.state().session).toEqual({ status: 'offline' })
    await test.goOnline()
    expect(test.application.createEndpoint).toHaveBeenCalledTimes(1)
    expect(test.state().session).toMatchObject({ eligibility: 'eligible' })
    expect(test.state().session).not.toHaveProperty('isTokenPasted')
  })

  it('calls through the gateway', async () => {
    const { phone, client, state, answer } = await pastedPhone({ token: brtcToken, gatewayUrl })
    expect(await phone.dial('+19195550101')).toBe(true)
    await waitFor(() => expect(state().call).toMatchObject({ status: 'ringing' }))
    answer()
    expect(state().call).toMatchObject({ status: 'connected' })
    phone.hangUp()
    expect(client().hangupConnection).toHaveBeenCalledWith('+19195550101', 'PHONE_NUMBER')
  })

  it('of Bandwidth WebRTC cannot call, and the call says why', async () => {
    const client = createFakeClient()
    const { phone, state } = createTestPhone({
      createClient: async (_platform, _onEvent, { requestOutbound }) => ({
        ...client,
        requestOutboundConnection: requestOutbound,
      }),
    })
    phone.goOnlineWith({ token: webrtcToken, gatewayUrl })
    await waitFor(() => expect(state().session.status).toBe('online'))
    await phone.dial('+19195550101')
    await waitFor(() =>
      expect(state().call).toMatchObject({ status: 'ended', cause: 'no-application' }),
    )
    expect(client.hangupConnection).not.toHaveBeenCalled()
    expect(state().session.status).toBe('online')
  })

  it('that is none goes nowhere', async () => {
    const test = createTestPhone()
    test.phone.goOnlineWith({ token: 'no token', gatewayUrl })
    await isOffline(test, 'bad-token')
    expect(test.state().session.isTokenPasted).toBe(true)
    expect(test.clients).toEqual([])
    expect(test.audioInput.opened.every(({ closed }) => closed)).toBe(true)
  })

  it('is not sent in the clear', async () => {
    const test = createTestPhone()
    test.phone.goOnlineWith({ token: brtcToken, gatewayUrl: 'ws://gateway.test/' })
    await isOffline(test, 'bad-gateway-address')
    expect(test.clients).toEqual([])
  })

  it('is in no state and in no log, whatever it is and whatever the gateway says', async () => {
    await fc.assert(
      fc.asyncProperty(anyToken, fc.boolean(), async (token, isRefused) => {
        const test = createTestPhone()
        const seen: string[] = []
        test.phone.store.subscribe((state) => seen.push(JSON.stringify(state)))
        test.phone.goOnlineWith({ token, gatewayUrl })
        if (isRefused) {
          const refusal = new BrtcError('rejected', `No endpoint for ${token}`)
          test.client().connect.mockRejectedValueOnce(refusal)
          await isOffline(test, 'gateway-refused')
        } else {
          await waitFor(() => expect(test.state().session.status).toBe('online'))
          test.phone.goOffline()
        }
        const said = [...seen, JSON.stringify(test.phone.log())].join('\n')
        for (const part of [token, token.split('.')[1], token.split('.')[2]]) {
          expect(said).not.toContain(part)
        }
      }),
      { numRuns: 10 },
    )
  })
})

/** Long enough in each part not to be found by chance. */
const part = fc.stringMatching(/^[\w-]{24,60}$/)
const anyToken = fc.oneof(
  fc.tuple(part, part, part).map((parts) => parts.join('.')),
  fc.record({ a: fc.nat(), p: fc.uuid(), exp: fc.nat() }).map((claims) => encodeToken(claims)),
)

describe('where there is no application', () => {
  const application = createNoApplication({ token: brtcToken, gatewayUrl })

  it('there is one endpoint to be had: that of the token', async () => {
    expect(await application.createEndpoint()).toEqual({
      endpointId: 'ep-9',
      token: brtcToken,
      gatewayUrl,
      expiresAt: '2030-03-17T17:46:40.000Z',
      platform: 'brtc',
    })
  })

  it('nothing can be asked of it that only an application does', async () => {
    await expect(application.requestOutbound('ep-9', '+19195550101')).rejects.toMatchObject({
      name: 'PastedTokenError',
      code: 'no-application',
    })
  })

  it.each([
    [{ token: '', gatewayUrl }, 'bad-token', 'token-empty'],
    [{ token: brtcToken, gatewayUrl: '' }, 'bad-gateway-address', 'address-empty'],
  ])('an endpoint of %j is refused as %s', async (pasted, code, message) => {
    await expect(createNoApplication(pasted).createEndpoint()).rejects.toMatchObject({
      code,
      message,
    })
  })
})
