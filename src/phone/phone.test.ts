import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { BrtcError, type BrtcErrorCode } from '../brtc/errors.ts'
import { createTestPhone, type TestPhone } from '../testing/create-test-phone.ts'
import { createFakeStream, endTrack, microphoneError } from '../testing/fake-audio.ts'
import { createFakeClient, type FakeClient } from '../testing/fake-client.ts'
import { waitFor } from '../testing/wait-for.ts'
import type { ApplicationEvent } from '../wire/phone-api.ts'
import { ApplicationClientError } from './application-client.ts'
import type { ApplicationErrorCode, MicrophoneErrorCode, PhoneOptions } from './ports.ts'

const number = '+19195550101'

async function onlinePhone(): Promise<TestPhone> {
  const test = createTestPhone()
  await test.goOnline()
  return test
}

/** Online, with an outbound call requested that the application has not named yet. */
async function dialingPhone(): Promise<TestPhone> {
  const test = await onlinePhone()
  test.client().requestOutboundConnection.mockReturnValue(new Promise(() => {}))
  expect(await test.phone.dial(number)).toBe(true)
  return test
}

async function connectedPhone(): Promise<TestPhone> {
  const test = await onlinePhone()
  test.ring('+19195550100')
  test.phone.accept()
  await hasCall(test, { status: 'connected' })
  return test
}

const hasCall = (test: TestPhone, call: object) =>
  waitFor(() => expect(test.state().call).toMatchObject(call))

const isOffline = (test: TestPhone, reason: string | undefined) =>
  waitFor(() =>
    expect(test.state().session).toEqual({ status: 'offline', ...(reason && { reason }) }),
  )

type CallState = Extract<ApplicationEvent, { type: 'call.state' }>
const outbound = (state: CallState['state'], rest: Partial<CallState> = {}): CallState => ({
  type: 'call.state',
  callId: 'app-1',
  direction: 'outbound',
  number,
  state,
  ...rest,
})

/** A promise to settle at will. */
function deferred<T>() {
  let resolve: (value: T) => void = () => {}
  let reject: (error: unknown) => void = () => {}
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve
    reject = onReject
  })
  return { promise, resolve, reject }
}

describe('going online', () => {
  it('asks for the token and the microphone at once, then connects and publishes', async () => {
    const test = createTestPhone()
    test.phone.goOnline()
    expect(test.audioOutput.unlock).toHaveBeenCalledTimes(1)
    await waitFor(() => expect(test.application.createEndpoint).toHaveBeenCalledTimes(1))
    expect(test.audioInput.open).toHaveBeenCalledWith('')
    await waitFor(() => expect(test.state().session.status).toBe('online'))
    expect(test.client().connect.mock.calls).toEqual([
      [
        {
          gatewayUrl: 'wss://gateway.test/endpoints',
          endpointToken: 'header.claims.signature',
          uniqueId: 'id-1',
        },
      ],
    ])
    expect(test.client().publish.mock.calls).toEqual([[test.audioInput.opened[0]?.track, false]])
    expect(test.state().session).toMatchObject({
      endpointId: 'ep-1',
      eligibility: 'unknown',
      expiresAt: Date.parse('2030-01-02T00:00:00.000Z'),
    })
  })

  it('makes a client for the platform that the token belongs to', async () => {
    const client = createFakeClient()
    const createClient = vi.fn<PhoneOptions['createClient']>(async () => client)
    const test = createTestPhone({ createClient })
    test.application.createEndpoint.mockResolvedValueOnce({
      endpointId: 'ep-7',
      token: 'header.claims.signature',
      gatewayUrl: 'wss://gateway.test',
      expiresAt: '2030-01-02T00:00:00.000Z',
      platform: 'webrtc',
    })
    test.phone.goOnline()
    await waitFor(() => expect(test.state().session.status).toBe('online'))
    const [platform, , { requestOutbound } = {}] = createClient.mock.calls[0] ?? []
    expect(platform).toBe('webrtc')
    await requestOutbound?.(number)
    expect(test.application.requestOutbound.mock.calls).toEqual([['ep-7', number]])
  })

  it('fails where the code of the platform cannot be loaded', async () => {
    const createClient = async () => Promise.reject(new TypeError('no chunk'))
    const test = createTestPhone({ createClient })
    test.phone.goOnline()
    await isOffline(test, 'connection-lost')
    expect(test.application.deleteEndpoint.mock.calls).toEqual([['ep-1']])
    expectClosed(test)
  })

  it('leaves with a client that is there only after the phone went offline', async () => {
    const created = deferred<FakeClient>()
    const createClient = vi.fn<PhoneOptions['createClient']>(() => created.promise)
    const test = createTestPhone({ createClient })
    test.phone.goOnline()
    await waitFor(() => expect(createClient).toHaveBeenCalled())
    test.phone.goOffline()
    const client = createFakeClient()
    created.resolve(client)
    await waitFor(() => expect(client.disconnect).toHaveBeenCalledTimes(1))
    expect(client.connect).not.toHaveBeenCalled()
  })

  it('leaves the gateway before it gives the endpoint back', async () => {
    const test = await onlinePhone()
    test.phone.goOffline()
    const [left] = test.client().disconnect.mock.invocationCallOrder
    const [deleted] = test.application.deleteEndpoint.mock.invocationCallOrder
    expect(left).toBeLessThan(deleted ?? 0)
  })

  it('shows the first step that is not done', async () => {
    const test = createTestPhone()
    const steps: string[] = []
    test.phone.store.subscribe(({ session }) => {
      if (session.status === 'connecting') steps.push(session.step)
    })
    const microphone = deferred<Awaited<ReturnType<typeof test.audioInput.open>>>()
    const open = test.audioInput.open.getMockImplementation()
    test.audioInput.open.mockReturnValueOnce(microphone.promise)
    test.phone.goOnline()
    expect(test.state().session).toMatchObject({ step: 'token' })
    // The gateway is ready while the browser still asks for the microphone.
    await waitFor(() => expect(test.client().connect).toHaveBeenCalled())
    expect(test.state().session).toMatchObject({ step: 'microphone' })
    if (open) microphone.resolve(await open(''))
    await waitFor(() => expect(test.state().session.status).toBe('online'))
    expect([...new Set(steps)]).toEqual(['token', 'microphone', 'publishing'])
  })

  it('hears of its eligibility although it comes before publishing is answered', async () => {
    const test = createTestPhone()
    const published = deferred<void>()
    test.phone.goOnline()
    test.client().publish.mockReturnValueOnce(published.promise)
    await waitFor(() => expect(test.client().publish).toHaveBeenCalled())
    test.application.emit({
      type: 'endpoint.state',
      endpointId: 'ep-1',
      connected: true,
      eligible: true,
    })
    published.resolve()
    await waitFor(() =>
      expect(test.state().session).toMatchObject({ status: 'online', eligibility: 'eligible' }),
    )
  })

  it('is done once, however often it is asked for', async () => {
    const test = await onlinePhone()
    test.phone.goOnline()
    expect(test.clients).toHaveLength(1)
  })

  const applicationFailures: [ApplicationErrorCode, string][] = [
    ['unreachable', 'application-unreachable'],
    ['refused', 'application-refused'],
    ['too-many-endpoints', 'too-many-endpoints'],
    ['protocol', 'application-protocol'],
    ['unauthenticated', 'not-signed-in'],
    ['rate-limited', 'rate-limited'],
    ['stopping', 'application-stopping'],
  ]
  it.each(applicationFailures)('fails when the application is %s: %s', async (code, reason) => {
    const test = createTestPhone()
    test.application.createEndpoint.mockRejectedValueOnce(new ApplicationClientError(code, 'no'))
    test.phone.goOnline()
    await isOffline(test, reason)
    expectClosed(test)
  })

  it('notes that its endpoint is about to expire, and goes on as it is', async () => {
    const test = await onlinePhone()
    const before = test.state()
    const expiresAt = '2030-01-02T00:00:00.000Z'
    test.application.emit({ type: 'endpoint.expiring', endpointId: 'ep-1', expiresAt })
    expect(test.phone.log().at(-1)?.message).toBe('the endpoint is about to expire')
    expect(test.state()).toBe(before)
  })

  it('remembers how long the application asks it to wait, until it goes online again', async () => {
    const test = createTestPhone()
    const error = new ApplicationClientError('rate-limited', 'no', { retryAfter: 40 })
    test.application.createEndpoint.mockRejectedValueOnce(error)
    test.phone.goOnline()
    const session = { status: 'offline', reason: 'rate-limited', retryAfter: 40 }
    await waitFor(() => expect(test.state().session).toEqual(session))
    await test.goOnline()
    test.phone.goOffline()
    expect(test.state().session).toEqual({ status: 'offline' })
  })

  const microphoneFailures: [MicrophoneErrorCode, string][] = [
    ['blocked', 'microphone-blocked'],
    ['missing', 'microphone-missing'],
    ['busy', 'microphone-busy'],
  ]
  it.each(microphoneFailures)('fails when the microphone is %s: %s', async (code, reason) => {
    const test = createTestPhone()
    test.audioInput.open.mockRejectedValueOnce(microphoneError(code))
    test.phone.goOnline()
    await isOffline(test, reason)
    // The token comes after the end and is given back as well.
    await waitFor(() => expect(test.application.deleteEndpoint.mock.calls).toEqual([['ep-1']]))
    expectClosed(test)
  })

  const gatewayFailures: [BrtcErrorCode, string][] = [
    ['bad-token', 'bad-token'],
    ['handshake-failed', 'gateway-refused'],
    ['rejected', 'gateway-refused'],
    ['timeout', 'gateway-timeout'],
    ['protocol', 'gateway-protocol'],
    ['media', 'media-failed'],
    ['closed', 'connection-lost'],
  ]
  it.each(gatewayFailures)(
    'fails when the gateway session ends with %s: %s',
    async (code, reason) => {
      const test = createTestPhone()
      test.phone.goOnline()
      test.client().connect.mockRejectedValueOnce(new BrtcError(code, 'no'))
      await isOffline(test, reason)
      expect(test.application.deleteEndpoint.mock.calls).toEqual([['ep-1']])
      expectClosed(test)
    },
  )

  it('fails when the microphone cannot be published', async () => {
    const test = createTestPhone()
    test.phone.goOnline()
    test.client().publish.mockRejectedValueOnce(new BrtcError('media', 'no'))
    await isOffline(test, 'media-failed')
    expectClosed(test)
  })

  it('is cancelled at once, and what comes later is closed again', async () => {
    const test = createTestPhone()
    const open = test.audioInput.open.getMockImplementation()
    const microphone = deferred<Awaited<ReturnType<typeof test.audioInput.open>>>()
    test.audioInput.open.mockReturnValueOnce(microphone.promise)
    const grant = await test.application.createEndpoint()
    const granted = deferred<typeof grant>()
    test.application.createEndpoint.mockReturnValueOnce(granted.promise)
    test.phone.goOnline()
    await waitFor(() => expect(test.audioInput.open).toHaveBeenCalled())
    test.phone.goOffline()
    expect(test.state().session).toEqual({ status: 'offline' })
    granted.resolve(grant)
    if (open) microphone.resolve(await open(''))
    await waitFor(() => expect(test.application.deleteEndpoint.mock.calls).toEqual([['ep-1']]))
    expectClosed(test)
    expect(test.clients).toEqual([])
    expect(test.state().session).toEqual({ status: 'offline' })
  })

  it('does not let an earlier attempt touch the present one', async () => {
    const test = createTestPhone()
    const connected = deferred<{ endpointId: undefined; deviceId: undefined }>()
    test.phone.goOnline()
    test.client().connect.mockReturnValueOnce(connected.promise)
    await waitFor(() => expect(test.client().connect).toHaveBeenCalled())
    const earlier = test.client()
    test.phone.goOffline()
    await test.goOnline()
    connected.reject(new BrtcError('closed', 'late'))
    earlier.emit({ type: 'disconnected', error: new BrtcError('closed', 'late') })
    earlier.emit({
      type: 'streamAvailable',
      streamId: 'late',
      stream: createFakeStream(),
      autoAccepted: false,
    })
    await connected.promise.catch(() => {})
    expect(test.state().session).toMatchObject({ status: 'online', endpointId: 'ep-2' })
    expect(test.state().call).toBeNull()
  })
})

function expectClosed({ clients, audioInput, application }: TestPhone): void {
  for (const client of clients) expect(client.disconnect).toHaveBeenCalled()
  expect(audioInput.opened.every(({ closed }) => closed)).toBe(true)
  expect(application.subscriptions()).toBe(0)
}

describe('being online', () => {
  it('follows the application about eligibility, and says when it is not heard any more', async () => {
    const test = await onlinePhone()
    expect(test.state().session).toMatchObject({ eligibility: 'eligible' })
    test.application.lose()
    expect(test.state().session).toMatchObject({ eligibility: 'unknown' })
    expect(test.state().notice).toEqual({ code: 'application-events-lost' })
    test.application.open()
    expect(test.state().notice).toBeNull()
  })

  it('ends where another device or tab has taken the endpoint, and the call with it', async () => {
    const test = await connectedPhone()
    test.client().emit({
      type: 'disconnected',
      error: new BrtcError('closed', 'The socket closed.'),
      closeCode: 4409,
    })
    expect(test.state().session).toEqual({ status: 'offline', reason: 'superseded' })
    expect(test.state().call).toMatchObject({ status: 'ended', cause: 'connection-lost' })
    expect(test.application.deleteEndpoint.mock.calls).toEqual([['ep-1']])
    expect(test.audioOutput.playRemote).toHaveBeenLastCalledWith(null)
    expectClosed(test)
  })

  it('goes offline by hanging up, leaving and giving the endpoint back', async () => {
    const test = await connectedPhone()
    test.phone.goOffline()
    expect(test.state().session).toEqual({ status: 'offline' })
    expect(test.state().call).toMatchObject({ status: 'ended', cause: 'hangup' })
    expect(test.client().hangupConnection).toHaveBeenCalledTimes(1)
    expect(test.application.hangUp.mock.calls).toEqual([['call-1']])
    expect(test.application.deleteEndpoint.mock.calls).toEqual([['ep-1']])
    expectClosed(test)
  })

  it('closes everything when the page goes away', async () => {
    const test = await onlinePhone()
    test.phone.close()
    expect(test.application.deleteEndpoint.mock.calls).toEqual([['ep-1']])
    expect(test.audioOutput.loop).toHaveBeenLastCalledWith(null)
    expectClosed(test)
    const listed = test.audioInput.listDevices.mock.calls.length
    test.audioInput.setDevices({ microphones: [] })
    expect(test.audioInput.listDevices).toHaveBeenCalledTimes(listed)
  })
})

describe('an outbound call', () => {
  it.each([
    ['', 'number-empty'],
    ['12', 'number-too-short'],
    ['919 555 0101 2345', 'number-too-long'],
    ['hello', 'number-not-a-number'],
    ['911', 'number-emergency'],
  ])('is not made to %j: %s', async (input, code) => {
    const test = await onlinePhone()
    expect(await test.phone.dial(input)).toBe(false)
    expect(test.state().notice).toEqual({ code })
    expect(test.client().requestOutboundConnection).not.toHaveBeenCalled()
    test.phone.dismissNotice()
    expect(test.state().notice).toBeNull()
  })

  it('needs a phone that is online and not in a call', async () => {
    const test = createTestPhone()
    expect(await test.phone.dial(number)).toBe(false)
    expect(test.state().notice).toEqual({ code: 'offline-cannot-dial' })
    await test.goOnline()
    test.ring()
    expect(await test.phone.dial(number)).toBe(false)
    expect(test.state().notice).toEqual({ code: 'busy-cannot-dial' })
    expect(test.client().requestOutboundConnection).not.toHaveBeenCalled()
  })

  it('needs the number plan, and asks for it again after a failure', async () => {
    const loadNumberPlan = vi.fn(() => Promise.reject(new Error('no network')))
    const test = createTestPhone({ loadNumberPlan })
    await test.goOnline()
    expect(await test.phone.dial(number)).toBe(false)
    expect(test.state().notice).toEqual({ code: 'number-plan-unavailable' })
    expect(loadNumberPlan).toHaveBeenCalledTimes(2)
  })

  it('is requested in E.164 and rings when the application says so', async () => {
    const test = await dialingPhone()
    expect(test.client().requestOutboundConnection.mock.calls).toEqual([[number, 'PHONE_NUMBER']])
    test.application.emit(outbound('dialing'))
    expect(test.state().call).toMatchObject({ status: 'requesting', applicationCallId: 'app-1' })
    expect(test.audioOutput.loop).not.toHaveBeenCalledWith('ringback')
    test.application.emit(outbound('ringing'))
    expect(test.state().call?.status).toBe('ringing')
    expect(test.audioOutput.loop).toHaveBeenLastCalledWith('ringback')
  })

  it('rings on approval where the application is not heard', async () => {
    const test = await onlinePhone()
    test.application.lose()
    await test.phone.dial('(919) 555-0101')
    await hasCall(test, { status: 'ringing' })
  })

  it('is answered by the next stream: heard, and spoken into', async () => {
    const test = await dialingPhone()
    test.application.emit(outbound('ringing'))
    test.answer('stream-9')
    expect(test.state().call).toMatchObject({ status: 'connected', streamId: 'stream-9', number })
    expect(test.client().acceptStream).not.toHaveBeenCalled()
    expect(test.client().setMicEnabled).toHaveBeenLastCalledWith(true)
    expect(test.audioOutput.playRemote.mock.lastCall?.[0]).toMatchObject({ id: 'stream-9' })
    expect(test.audioOutput.loop).toHaveBeenLastCalledWith(null)
  })

  it('accepts the answer where the gateway has not', async () => {
    const test = await dialingPhone()
    test.client().emit({
      type: 'streamAvailable',
      streamId: 'stream-9',
      stream: createFakeStream(),
      autoAccepted: false,
    })
    expect(test.client().acceptStream.mock.calls).toEqual([['stream-9']])
    expect(test.state().call?.status).toBe('connected')
  })

  it('ends with the application’s cause and sentence', async () => {
    const test = await dialingPhone()
    test.application.emit(outbound('ended', { cause: 'try-later', message: 'All lines are busy.' }))
    expect(test.state().call).toMatchObject({
      status: 'ended',
      cause: 'try-later',
      message: 'All lines are busy.',
    })
  })

  it('sounds busy for two seconds', async () => {
    const test = await dialingPhone()
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    test.application.emit(outbound('ended', { cause: 'busy' }))
    expect(test.audioOutput.loop).toHaveBeenLastCalledWith('busy')
    vi.advanceTimersByTime(1_999)
    expect(test.audioOutput.loop).toHaveBeenLastCalledWith('busy')
    vi.advanceTimersByTime(1)
    expect(test.audioOutput.loop).toHaveBeenLastCalledWith(null)
  })

  it('is refused when the gateway does not accept it', async () => {
    const test = await onlinePhone()
    test.client().requestOutboundConnection.mockResolvedValueOnce({ accepted: false })
    await test.phone.dial(number)
    await hasCall(test, { status: 'ended', cause: 'refused' })
    test.application.emit(outbound('ended', { cause: 'refused', message: 'Not from here.' }))
    expect(test.state().call).toMatchObject({ message: 'Not from here.' })
  })

  it.each([
    ['rejected', 'gateway-refused'],
    ['timeout', 'failed'],
    ['closed', 'connection-lost'],
  ] as const)('ends when the request fails with %s: %s', async (code, cause) => {
    const test = await onlinePhone()
    test.client().requestOutboundConnection.mockRejectedValueOnce(new BrtcError(code, 'no'))
    await test.phone.dial(number)
    await hasCall(test, { status: 'ended', cause })
  })

  it.each([
    ['unreachable', 'failed', 1],
    ['refused', 'failed', 1],
    ['unauthenticated', 'not-signed-in', 0],
    ['rate-limited', 'try-later', 0],
    ['too-many-endpoints', 'try-later', 0],
    ['stopping', 'application-stopping', 0],
  ] as const)(
    'ends when the application that is to place it is %s: %s',
    async (code, cause, hangUps) => {
      const test = await onlinePhone()
      const error = new ApplicationClientError(code, 'no')
      test.client().requestOutboundConnection.mockRejectedValueOnce(error)
      await test.phone.dial(number)
      await hasCall(test, { status: 'ended', cause })
      expect(test.client().hangupConnection).toHaveBeenCalledTimes(hangUps)
    },
  )

  it('is cancelled while it rings, at the gateway and in the application', async () => {
    const test = await dialingPhone()
    test.application.emit(outbound('ringing'))
    test.phone.hangUp()
    expect(test.state().call).toMatchObject({ status: 'ended', cause: 'cancelled' })
    expect(test.client().hangupConnection.mock.calls).toEqual([[number, 'PHONE_NUMBER']])
    expect(test.application.hangUp.mock.calls).toEqual([['app-1']])
    expect(test.audioOutput.loop).toHaveBeenLastCalledWith(null)
  })

  it('is hung up when the application names it only after the cancel', async () => {
    const test = await dialingPhone()
    test.phone.hangUp()
    expect(test.application.hangUp).not.toHaveBeenCalled()
    test.application.emit(outbound('dialing'))
    test.application.emit(outbound('ringing'))
    expect(test.application.hangUp.mock.calls).toEqual([['app-1']])
    expect(test.state().call?.status).toBe('ended')
  })

  it('is not taken for a cancelled one to the same number', async () => {
    const test = await dialingPhone()
    test.phone.hangUp()
    await test.phone.dial(number)
    test.application.emit(outbound('dialing', { callId: 'app-1' }))
    test.application.emit(outbound('dialing', { callId: 'app-2' }))
    test.application.emit(outbound('ended', { callId: 'app-1', cause: 'cancelled' }))
    expect(test.application.hangUp.mock.calls).toEqual([['app-1']])
    expect(test.state().call).toMatchObject({ status: 'requesting', applicationCallId: 'app-2' })
  })

  it('does not ring when the callee answers at the moment of the cancel', async () => {
    const test = await dialingPhone()
    test.phone.hangUp()
    test.answer('stream-late')
    expect(test.state().call?.status).toBe('ended')
    expect(test.client().declineStream.mock.calls).toEqual([['stream-late']])
  })

  it('does not hear a late answer to the request of another', async () => {
    const test = await onlinePhone()
    const answer = deferred<{ accepted: boolean }>()
    test.client().requestOutboundConnection.mockReturnValueOnce(answer.promise)
    await test.phone.dial(number)
    test.phone.hangUp()
    await test.phone.dial('+19195550102')
    answer.resolve({ accepted: false })
    await answer.promise
    expect(test.state().call).toMatchObject({ status: 'requesting', number: '+19195550102' })
  })

  it('is hung up by number when connected', async () => {
    const test = await dialingPhone()
    test.application.emit(outbound('ringing'))
    test.answer()
    test.phone.hangUp()
    expect(test.state().call).toMatchObject({ status: 'ended', cause: 'hangup' })
    expect(test.client().hangupConnection.mock.calls).toEqual([[number, 'PHONE_NUMBER']])
    expect(test.application.hangUp.mock.calls).toEqual([['app-1']])
    expect(test.client().setMicEnabled).toHaveBeenLastCalledWith(false)
  })
})

describe('an inbound call', () => {
  it('rings with the number of the caller, the microphone closed and the far end silent', async () => {
    const test = await onlinePhone()
    test.ring('+12025550100')
    expect(test.state().call).toMatchObject({
      status: 'offered',
      number: '+12025550100',
      applicationCallId: 'call-1',
    })
    expect(test.audioOutput.loop).toHaveBeenLastCalledWith('ringtone')
    expect(test.audioOutput.playRemote).not.toHaveBeenCalled()
    expect(test.client().setMicEnabled).not.toHaveBeenCalledWith(true)
  })

  it('is accepted: taken, heard, spoken into, and the application told', async () => {
    const test = await onlinePhone()
    const taken = deferred<void>()
    test.client().acceptStream.mockReturnValueOnce(taken.promise)
    test.ring()
    test.phone.accept()
    expect(test.state().call?.status).toBe('accepting')
    expect(test.audioOutput.loop).toHaveBeenLastCalledWith(null)
    expect(test.application.accepted).not.toHaveBeenCalled()
    taken.resolve()
    await hasCall(test, { status: 'connected', muted: false })
    expect(test.client().acceptStream.mock.calls).toEqual([['stream-1']])
    expect(test.client().setMicEnabled).toHaveBeenLastCalledWith(true)
    expect(test.audioOutput.playRemote.mock.lastCall?.[0]).toMatchObject({ id: 'stream-1' })
    expect(test.application.accepted.mock.calls).toEqual([['call-1']])
  })

  it('is reported as accepted also when the application names it afterwards', async () => {
    const test = await onlinePhone()
    test.answer()
    test.phone.accept()
    await hasCall(test, { status: 'connected', number: '' })
    expect(test.application.accepted).not.toHaveBeenCalled()
    test.application.emit({ type: 'call.offered', callId: 'call-7', from: number, to: number })
    expect(test.application.accepted.mock.calls).toEqual([['call-7']])
    expect(test.state().call).toMatchObject({ number })
  })

  it.each([
    ['media', 'media-failed'],
    ['closed', 'connection-lost'],
    ['rejected', 'gateway-refused'],
  ] as const)('says why it could not be accepted: %s is %s', async (code, cause) => {
    const test = await onlinePhone()
    test.client().acceptStream.mockRejectedValueOnce(new BrtcError(code, 'no'))
    test.ring()
    test.phone.accept()
    await hasCall(test, { status: 'ended', cause })
    expect(test.application.hangUp.mock.calls).toEqual([['call-1']])
    expect(test.client().setMicEnabled).not.toHaveBeenCalledWith(true)
  })

  it.each(['decline', 'hangUp'] as const)('is declined by %s', async (action) => {
    const test = await onlinePhone()
    test.ring()
    test.phone[action]()
    expect(test.state().call?.status).toBe('declining')
    expect(test.audioOutput.loop).toHaveBeenLastCalledWith(null)
    await hasCall(test, { status: 'ended', cause: 'declined' })
    expect(test.client().declineStream.mock.calls).toEqual([['stream-1']])
    expect(test.application.declined.mock.calls).toEqual([['call-1']])
  })

  it('is declined in the application without waiting for the gateway', async () => {
    const test = await onlinePhone()
    test.client().declineStream.mockReturnValue(new Promise(() => {}))
    test.ring()
    test.phone.decline()
    expect(test.state().call?.status).toBe('declining')
    expect(test.application.declined.mock.calls).toEqual([['call-1']])
  })

  it('is declined at the gateway when the application knows, or has had a second to know', async () => {
    const test = await onlinePhone()
    const declined = deferred<void>()
    test.application.declined.mockReturnValueOnce(declined.promise)
    test.ring()
    test.phone.decline()
    await Promise.resolve()
    expect(test.client().declineStream).not.toHaveBeenCalled()
    declined.resolve()
    await hasCall(test, { status: 'ended', cause: 'declined' })
    expect(test.client().declineStream).toHaveBeenCalledOnce()
    test.application.declined.mockReturnValueOnce(new Promise(() => {}))
    test.ring(number, 'stream-2', 'call-2')
    test.phone.decline()
    await waitFor(() => expect(test.client().declineStream).toHaveBeenCalledTimes(2))
  })

  it('is declined for the application although the gateway fails', async () => {
    const test = await onlinePhone()
    test.client().declineStream.mockRejectedValueOnce(new BrtcError('timeout', 'no'))
    test.ring()
    test.phone.decline()
    await hasCall(test, { status: 'ended', cause: 'declined' })
    expect(test.application.declined.mock.calls).toEqual([['call-1']])
  })

  it('is missed when the caller gives up, and the ringing ends', async () => {
    const test = await onlinePhone()
    test.ring()
    test.client().emit({ type: 'streamUnavailable', streamId: 'stream-1' })
    expect(test.state().call).toMatchObject({ status: 'ended', cause: 'missed' })
    expect(test.state().recent).toEqual([test.state().call])
    expect(test.audioOutput.loop).toHaveBeenLastCalledWith(null)
    test.phone.dismissCall()
    expect(test.state().call).toBeNull()
  })

  it('cannot be accepted any more when the caller has gone meanwhile', async () => {
    const test = await onlinePhone()
    const taken = deferred<void>()
    test.client().acceptStream.mockReturnValueOnce(taken.promise)
    test.ring()
    test.phone.accept()
    test.client().emit({ type: 'streamUnavailable', streamId: 'stream-1' })
    taken.resolve()
    await taken.promise
    expect(test.state().call).toMatchObject({ status: 'ended', cause: 'missed' })
    expect(test.client().setMicEnabled).not.toHaveBeenCalledWith(true)
  })

  it('ends when the far end hangs up: the microphone closes and the sound stops', async () => {
    const test = await connectedPhone()
    test.client().emit({ type: 'streamUnavailable', streamId: 'stream-1' })
    expect(test.state().call).toMatchObject({ status: 'ended', cause: 'hangup' })
    expect(test.client().setMicEnabled).toHaveBeenLastCalledWith(false)
    expect(test.audioOutput.playRemote).toHaveBeenLastCalledWith(null)
  })

  it('is hung up at the gateway and in the application', async () => {
    const test = await connectedPhone()
    test.phone.hangUp()
    expect(test.state().call).toMatchObject({ status: 'ended', cause: 'hangup' })
    expect(test.client().hangupConnection.mock.calls).toEqual([['+19195550100', 'CALL_ID']])
    expect(test.application.hangUp.mock.calls).toEqual([['call-1']])
  })

  it('is declined at once during another, which goes on', async () => {
    const test = await connectedPhone()
    const before = test.state().call
    test.ring('+12025550100', 'stream-2', 'call-2')
    expect(test.state().call).toEqual(before)
    expect(test.state().notice).toEqual({ code: 'second-call-declined' })
    expect(test.client().declineStream.mock.calls).toEqual([['stream-2']])
    expect(test.application.declined.mock.calls).toEqual([['call-2']])
    test.client().emit({ type: 'streamUnavailable', streamId: 'stream-2' })
    expect(test.state().call).toEqual(before)
  })

  it('is not taken for the answer to an outbound call', async () => {
    const test = await dialingPhone()
    test.ring('+12025550100', 'stream-2', 'call-2')
    expect(test.state().call).toMatchObject({ status: 'requesting', number })
    expect(test.application.declined.mock.calls).toEqual([['call-2']])
  })
})

describe('in a call', () => {
  it('mutes and unmutes, and never speaks into the next call muted or after this one', async () => {
    const test = await connectedPhone()
    test.phone.setMuted(true)
    expect(test.client().setMicEnabled).toHaveBeenLastCalledWith(false)
    test.phone.setMuted(false)
    expect(test.client().setMicEnabled).toHaveBeenLastCalledWith(true)
    test.phone.setMuted(true)
    test.phone.hangUp()
    test.ring('+12025550100', 'stream-2', 'call-2')
    test.phone.accept()
    await hasCall(test, { status: 'connected', streamId: 'stream-2', muted: false })
    expect(test.client().setMicEnabled).toHaveBeenLastCalledWith(true)
  })

  it('sends keys as DTMF, shows them and makes them heard', async () => {
    const test = await connectedPhone()
    for (const key of ['4', '*', '#', 'x', '12']) test.phone.pressKey(key)
    expect(test.client().sendDtmf.mock.calls).toEqual([['4'], ['*'], ['#']])
    expect(test.audioOutput.playKey.mock.calls).toEqual([['4'], ['*'], ['#']])
    expect(test.state().call).toMatchObject({ digits: '4*#' })
  })

  it('only makes keys heard outside a call', async () => {
    const test = await onlinePhone()
    test.phone.pressKey('5')
    expect(test.audioOutput.playKey.mock.calls).toEqual([['5']])
    expect(test.client().sendDtmf).not.toHaveBeenCalled()
  })

  it('says when keys cannot be sent', async () => {
    const test = await connectedPhone()
    test.client().sendDtmf.mockImplementationOnce(() => {
      throw new BrtcError('dtmf-unavailable', 'No telephone-event was negotiated.')
    })
    test.phone.pressKey('5')
    expect(test.state().call).toMatchObject({ digits: '' })
    expect(test.state().notice).toEqual({ code: 'digits-not-sent' })
  })
})

describe('devices', () => {
  const chosen = (test: TestPhone, devices: object) =>
    waitFor(() => expect(test.state().devices).toMatchObject(devices))

  it('are listed at the start and after each change', async () => {
    const test = createTestPhone()
    await chosen(test, { microphones: [{ id: 'headset' }, { id: 'built-in' }] })
    test.audioInput.setDevices({ microphones: [{ id: 'usb', label: 'USB' }] })
    await chosen(test, { microphones: [{ id: 'usb' }], canChooseOutput: true })
  })

  it('are used from the next time on where the phone is offline', async () => {
    const test = createTestPhone()
    test.phone.chooseDevice('microphone', 'headset')
    await chosen(test, { microphone: 'headset' })
    expect(test.audioInput.open).not.toHaveBeenCalled()
    await test.goOnline()
    expect(test.audioInput.open.mock.calls).toEqual([['headset']])
  })

  it('change under a call: the new microphone is published before the old one closes', async () => {
    const test = await connectedPhone()
    const replaced = deferred<void>()
    test.client().replaceTrack.mockReturnValueOnce(replaced.promise)
    test.phone.chooseDevice('microphone', 'headset')
    await waitFor(() => expect(test.client().replaceTrack).toHaveBeenCalled())
    const [first, second] = test.audioInput.opened
    expect(test.client().replaceTrack.mock.calls).toEqual([[second?.track]])
    expect(first?.closed).toBe(false)
    replaced.resolve()
    await chosen(test, { microphone: 'headset' })
    expect([first?.closed, second?.closed]).toEqual([true, false])
    expect(test.state().call?.status).toBe('connected')
  })

  it('end with the last of several quick choices', async () => {
    const test = await onlinePhone()
    test.phone.chooseDevice('microphone', 'headset')
    test.phone.chooseDevice('microphone', 'built-in')
    await chosen(test, { microphone: 'built-in' })
    const { opened } = test.audioInput
    expect(opened.map(({ deviceId, closed }) => [deviceId, closed])).toEqual([
      ['built-in', true],
      ['headset', true],
      ['built-in', false],
    ])
  })

  it('stay as they are when the new microphone cannot be opened', async () => {
    const test = await onlinePhone()
    test.audioInput.open.mockRejectedValueOnce(microphoneError('busy'))
    test.phone.chooseDevice('microphone', 'headset')
    await waitFor(() => expect(test.state().notice).toEqual({ code: 'microphone-change-busy' }))
    expect(test.state().devices.microphone).toBe('')
    expect(test.audioInput.opened.map(({ closed }) => closed)).toEqual([false])
  })

  it('close the new microphone again when it cannot be published', async () => {
    const test = await onlinePhone()
    test.client().replaceTrack.mockRejectedValueOnce(new BrtcError('media', 'no'))
    test.phone.chooseDevice('microphone', 'headset')
    await waitFor(() => expect(test.state().notice).toEqual({ code: 'microphone-change-failed' }))
    expect(test.audioInput.opened.map(({ closed }) => closed)).toEqual([false, true])
  })

  it('fall back to the default microphone when the one in use is unplugged', async () => {
    const test = createTestPhone()
    test.phone.chooseDevice('microphone', 'headset')
    await chosen(test, { microphone: 'headset' })
    await test.goOnline()
    const [first] = test.audioInput.opened
    if (first) endTrack(first.track)
    await chosen(test, { microphone: '' })
    expect(test.client().replaceTrack.mock.calls).toEqual([[test.audioInput.opened[1]?.track]])
    expect(test.audioInput.open).toHaveBeenLastCalledWith('')
    expect(test.state().notice).toEqual({
      code: 'device-gone',
      changes: [{ kind: 'microphone', from: 'Headset microphone', to: 'Built-in microphone' }],
    })
  })

  it('say when no microphone is left', async () => {
    const test = await onlinePhone()
    test.audioInput.open.mockRejectedValue(microphoneError('missing'))
    const [first] = test.audioInput.opened
    if (first) endTrack(first.track)
    await waitFor(() => expect(test.state().notice).toEqual({ code: 'microphone-lost' }))
    expect(test.state().session.status).toBe('online')
  })

  it('change the outputs, and say when one cannot be used', async () => {
    const test = createTestPhone()
    test.phone.chooseDevice('speaker', 'headset')
    test.phone.chooseDevice('ringer', 'built-in')
    await chosen(test, { speaker: 'headset', ringer: 'built-in' })
    expect(test.audioOutput.setSpeaker.mock.calls).toEqual([['headset']])
    expect(test.audioOutput.setRinger.mock.calls).toEqual([['built-in']])
    test.audioOutput.setSpeaker.mockRejectedValueOnce(new DOMException('gone', 'NotFoundError'))
    test.phone.chooseDevice('speaker', 'nowhere')
    await waitFor(() => expect(test.state().notice).toEqual({ code: 'output-change-failed' }))
    expect(test.state().devices.speaker).toBe('headset')
  })

  it('fall back to the default output when the chosen one is unplugged', async () => {
    const test = createTestPhone()
    await chosen(test, { outputs: [{ id: 'headset' }, { id: 'built-in' }] })
    test.phone.chooseDevice('speaker', 'headset')
    await chosen(test, { speaker: 'headset' })
    test.audioInput.setDevices({ outputs: [{ id: 'built-in', label: 'Built-in speakers' }] })
    await chosen(test, { speaker: '' })
    expect(test.audioOutput.setSpeaker).toHaveBeenLastCalledWith('')
  })
})

describe('the log', () => {
  it('tells the life of the phone, without token or number', async () => {
    const test = await dialingPhone()
    test.application.emit(outbound('ended', { cause: 'busy' }))
    test.client().emit({
      type: 'faulted',
      error: new BrtcError('protocol', `An offer for ${number}: v=0\r\no=- 1 2 IN IP4 0.0.0.0`),
    })
    const messages = test.phone
      .log()
      .map(({ message }) => message)
      .filter((message) => !message.startsWith('sound'))
    expect(messages[0]).toBe('session: connecting (token)')
    expect(messages.filter((message) => !message.includes('connecting'))).toEqual([
      'session: online (unknown)',
      'session: online (eligible)',
      'outbound call: requesting',
      'outbound call: ended (busy)',
      'BrtcError (protocol): An offer for [number]: [sdp]',
    ])
    expect(messages.join()).not.toMatch(/signature|9195550101/)
  })
})
