import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PhoneEvent } from './phone-event.ts'
import type { Call, EndedCall, CallStatus, NoticeCode, PhoneState } from './phone-state.ts'
import { legalMoves } from './reduce-call.ts'
import { initialPhoneState, reducePhone } from './reduce-phone.ts'

const number = '+19195550101'
const caller = '+19195550100'

const online = [
  { type: 'connectingStarted', at: 1 },
  { type: 'published', endpointId: 'ep-1', eligibility: 'eligible', expiresAt: 99, at: 2 },
] as const satisfies PhoneEvent[]
const dialed: PhoneEvent = { type: 'dialed', id: 'call', number, at: 10 }
const streamed: PhoneEvent = { type: 'streamAvailable', id: 'call', streamId: 's', at: 20 }
const accepting: PhoneEvent = { type: 'acceptPressed', id: 'call' }
const accepted: PhoneEvent = { type: 'streamAccepted', id: 'call', at: 25 }
const declining: PhoneEvent = { type: 'declinePressed', id: 'call' }
const gone: PhoneEvent = { type: 'streamUnavailable', streamId: 's', at: 30 }

type ApplicationState = Extract<PhoneEvent, { type: 'call.state' }>
const told = (
  state: ApplicationState['state'],
  rest: Partial<ApplicationState> = {},
): PhoneEvent => ({
  type: 'call.state',
  callId: 'app-1',
  direction: 'outbound',
  number,
  state,
  at: 15,
  ...rest,
})
const answered = (isAccepted: boolean, id = 'call'): PhoneEvent => ({
  type: 'requestAnswered',
  id,
  accepted: isAccepted,
  at: 12,
})

/** The state after these events, beginning online with the application's word. */
function after(...events: PhoneEvent[]): PhoneState {
  return [...online, ...events].reduce(reducePhone, initialPhoneState)
}

/** The states of the call that can be reached, each with a way to it. */
const reached: Record<CallStatus, PhoneEvent[]> = {
  requesting: [dialed],
  ringing: [dialed, told('ringing')],
  offered: [streamed],
  accepting: [streamed, accepting],
  declining: [streamed, declining],
  connected: [streamed, accepting, accepted],
  ended: [streamed, gone],
}

describe('the session', () => {
  it('goes from offline through its steps to online and back', () => {
    const offline = initialPhoneState
    const connecting = reducePhone(offline, { type: 'connectingStarted', at: 1 })
    expect(connecting.session).toEqual({ status: 'connecting', step: 'token', startedAt: 1 })
    const further = reducePhone(connecting, { type: 'stepReached', step: 'media' })
    expect(further.session).toEqual({ status: 'connecting', step: 'media', startedAt: 1 })
    expect(after().session).toEqual({
      status: 'online',
      endpointId: 'ep-1',
      eligibility: 'eligible',
      since: 2,
      expiresAt: 99,
    })
    expect(after({ type: 'wentOffline', reason: 'superseded', at: 3 }).session).toEqual({
      status: 'offline',
      reason: 'superseded',
    })
    expect(after({ type: 'wentOffline', at: 3 }).session).toEqual({ status: 'offline' })
  })

  it('leaves the same state after an event that it cannot take', () => {
    const isOnline = after()
    expect(reducePhone(isOnline, { type: 'connectingStarted', at: 5 })).toBe(isOnline)
    expect(reducePhone(isOnline, { type: 'stepReached', step: 'socket' })).toBe(isOnline)
    const offline = initialPhoneState
    expect(reducePhone(offline, { type: 'wentOffline', at: 5 })).toBe(offline)
    expect(reducePhone(offline, { type: 'applicationEventsLost' })).toBe(offline)
    expect(online.slice(1).reduce(reducePhone, offline)).toBe(offline)
  })

  it('believes the application about its own endpoint only', () => {
    const state = { type: 'endpoint.state', connected: true, eligible: false, at: 5 } as const
    expect(after({ ...state, endpointId: 'ep-1' }).session).toMatchObject({
      eligibility: 'ineligible',
    })
    expect(after({ ...state, endpointId: 'ep-2' }).session).toMatchObject({
      eligibility: 'eligible',
    })
  })

  it('knows nothing of its eligibility while the application is silent', () => {
    const lost = after({ type: 'applicationEventsLost' })
    expect(lost.session).toMatchObject({ eligibility: 'unknown' })
    expect(lost.notice).toEqual({ code: 'application-events-lost' })
    const opened = reducePhone(lost, { type: 'applicationEventsOpened' })
    expect(opened.session).toMatchObject({ eligibility: 'unknown' })
    expect(opened.notice).toBeNull()
  })
})

describe('the call', () => {
  const everyEvent: PhoneEvent[] = [
    { ...dialed, id: 'other' },
    answered(true),
    answered(false, 'other'),
    { ...streamed, streamId: 's2', id: 'other' },
    { ...gone, streamId: 's2' },
    accepting,
    accepted,
    declining,
    { ...accepted, id: 'other' },
    { type: 'callEnded', id: 'other', cause: 'hangup', at: 30 },
    told('ended', { callId: 'app-9', number: '+12025550100' }),
    { type: 'callDismissed' },
    { type: 'muteChanged', muted: true },
    { type: 'digitsQueued', digits: '5' },
    { type: 'digitPlayed' },
  ]

  it.each(Object.keys(legalMoves) as CallStatus[])('moves from %s by the table only', (status) => {
    const state = after(...reached[status])
    expect(state.call?.status).toBe(status)
    for (const event of everyEvent) {
      const { call } = reducePhone(state, event)
      if (call?.id !== state.call?.id || call?.status === status) continue
      expect(legalMoves[status]).toContain(call?.status)
    }
  })

  it.each((Object.keys(legalMoves) as CallStatus[]).filter((status) => status !== 'ended'))(
    'can end from %s, and becomes the newest of the recent calls',
    (status) => {
      const state = after(...reached[status], {
        type: 'callEnded',
        id: 'call',
        cause: 'hangup',
        at: 40,
      })
      expect(state.call).toMatchObject({ status: 'ended', cause: 'hangup', endedAt: 40 })
      expect(state.recent).toEqual([state.call])
    },
  )

  it('keeps the application’s id while dialing and rings when the application says so', () => {
    expect(after(dialed, told('dialing')).call).toMatchObject({
      status: 'requesting',
      applicationCallId: 'app-1',
    })
    expect(after(dialed, told('dialing'), answered(true), told('ringing')).call).toMatchObject({
      status: 'ringing',
    })
  })

  it('takes approval for ringing only where there is no word from the application', () => {
    expect(after(dialed, answered(true)).call?.status).toBe('requesting')
    const untold = after({ type: 'applicationEventsLost' }, dialed, answered(true))
    expect(untold.call?.status).toBe('ringing')
  })

  it('believes the application about a refusal, whichever is heard first', () => {
    const said = told('ended', { cause: 'try-later', message: 'All lines are in use.' })
    const explained = { cause: 'try-later', message: 'All lines are in use.' }
    expect(after(dialed, said, answered(false)).call).toMatchObject(explained)
    const late = after(dialed, answered(false), said)
    expect(late.call).toMatchObject(explained)
    expect(late.recent).toEqual([late.call])
    expect(after(dialed, answered(false)).call).toMatchObject({ cause: 'refused' })
  })

  it.each(['busy', 'no-answer', 'rejected', 'failed'] as const)(
    'ends outbound with the application’s cause: %s',
    (cause) => {
      expect(after(dialed, told('ringing'), told('ended', { cause })).call).toMatchObject({
        status: 'ended',
        cause,
        applicationCallId: 'app-1',
      })
    },
  )

  it('takes the next stream for the answer to an outbound call', () => {
    expect(after(dialed, told('ringing'), { ...streamed, from: '+1' }).call).toEqual({
      id: 'call',
      number,
      applicationCallId: 'app-1',
      startedAt: 10,
      direction: 'outbound',
      status: 'connected',
      streamId: 's',
      ringingAt: 15,
      devices: { microphone: '', speaker: '' },
      answeredAt: 20,
      muted: false,
      digits: '',
      playedDigits: 0,
      quality: null,
    })
  })

  const offered: PhoneEvent = {
    type: 'call.offered',
    callId: 'app-1',
    from: caller,
    to: number,
    at: 18,
  }
  const joined = { status: 'offered', number: caller, applicationCallId: 'app-1' }

  it('joins an inbound call with the application’s word for it, whichever comes first', () => {
    expect(after(offered, streamed).call).toMatchObject(joined)
    expect(after(streamed, offered).call).toMatchObject(joined)
    expect(after(offered, streamed).announced).toBeUndefined()
  })

  it('believes the gateway about the caller’s number', () => {
    const from = '+12025550100'
    expect(after(offered, { ...streamed, from }).call).toMatchObject({ number: from })
    expect(after({ ...streamed, from }, offered).call).toMatchObject({ number: from })
  })

  it('forgets an announced call that ends before its stream comes', () => {
    const end = told('ended', { direction: 'inbound', cause: 'cancelled' })
    const state = after(offered, end, streamed)
    expect(state.announced).toBeUndefined()
    expect(state.call).toMatchObject({ status: 'offered', number: '' })
    expect(state.call).not.toHaveProperty('applicationCallId')
  })

  it('is missed when the caller gives up, and hung up when the call was answered', () => {
    expect(after(streamed, gone).call).toMatchObject({ cause: 'missed', endedAt: 30 })
    expect(after(streamed, accepting, gone).call).toMatchObject({ cause: 'missed' })
    expect(after(streamed, accepting, accepted, gone).call).toMatchObject({
      cause: 'hangup',
      answeredAt: 25,
    })
    expect(after(streamed, declining, gone).call).toMatchObject({ cause: 'declined' })
    const said = told('ended', { direction: 'inbound', cause: 'cancelled' })
    expect(after(offered, streamed, said).call).toMatchObject({ cause: 'missed' })
  })

  it('ends with the connection, or with the agent’s leaving', () => {
    const lost: PhoneEvent = { type: 'wentOffline', reason: 'connection-lost', at: 50 }
    const left: PhoneEvent = { type: 'wentOffline', at: 50 }
    const causeAfter = (status: CallStatus, event: PhoneEvent) => {
      const { call } = after(...reached[status], event)
      return call?.status === 'ended' ? call.cause : call
    }
    expect(causeAfter('connected', lost)).toBe('connection-lost')
    expect(causeAfter('ringing', lost)).toBe('connection-lost')
    expect(causeAfter('connected', left)).toBe('hangup')
    expect(causeAfter('ringing', left)).toBe('cancelled')
    expect(causeAfter('offered', left)).toBe('declined')
  })

  it('stays on the screen until it is dismissed or another begins', () => {
    const ended = after(streamed, gone)
    expect(reducePhone(ended, { type: 'callDismissed' }).call).toBeNull()
    expect(reducePhone(ended, { ...dialed, id: 'next' }).call).toMatchObject({ id: 'next' })
    expect(after(dialed, { type: 'callDismissed' }).call).toMatchObject({ id: 'call' })
  })

  it('takes its place among those of before by when it began, and is replaced by its id', () => {
    const old = (id: string, startedAt: number): EndedCall => ({
      id,
      number,
      direction: 'inbound',
      startedAt,
      status: 'ended',
      cause: 'missed',
      endedAt: startedAt,
    })
    const ended: PhoneEvent = { type: 'callEnded', id: 'call', cause: 'cancelled', at: 30 }
    const read: PhoneEvent = { type: 'callsRead', calls: [old('later', 90), old('earlier', 1)] }
    const changed: PhoneEvent = {
      type: 'callsRead',
      calls: [{ ...old('earlier', 1), note: 'Paid.' }],
    }
    const { recent } = after(dialed, ended, read, changed)
    expect(recent.map(({ id }) => id)).toEqual(['later', 'call', 'earlier'])
    expect(recent[2]).toMatchObject({ note: 'Paid.' })
  })

  it('mutes and collects digits only when connected', () => {
    const mute: PhoneEvent = { type: 'muteChanged', muted: true }
    const digits: PhoneEvent[] = ['4', '2#'].map((queued) => ({
      type: 'digitsQueued',
      digits: queued,
    }))
    expect(after(...reached.connected, mute, ...digits).call).toMatchObject({
      muted: true,
      digits: '42#',
    })
    expect(after(...reached.ringing, mute, ...digits)).toEqual(after(...reached.ringing))
  })

  it('clears the notice of an earlier attempt when a call starts', () => {
    const raised: PhoneEvent = { type: 'noticeRaised', notice: { code: 'number-too-short' } }
    expect(after(raised, dialed).notice).toBeNull()
    expect(after({ type: 'applicationEventsLost' }, dialed).notice).not.toBeNull()
  })

  it('takes back that a call cannot be made, once one can', () => {
    const [connecting, published] = online
    const raise = (code: NoticeCode): PhoneEvent => ({ type: 'noticeRaised', notice: { code } })
    const lost: PhoneEvent = {
      type: 'reconnecting',
      at: 20,
      cause: 'connection-lost',
      attempt: 1,
      retryAt: 21,
    }
    const way: PhoneEvent[] = [
      raise('offline-cannot-dial'),
      connecting,
      raise('offline-cannot-dial'),
      published,
      streamed,
      raise('busy-cannot-dial'),
      gone,
      lost,
      raise('reconnecting-cannot-dial'),
      { ...lost, attempt: 2 },
      published,
    ]
    const notices = way.map(
      (_, index) => way.slice(0, index + 1).reduce(reducePhone, initialPhoneState).notice,
    )
    expect(notices.map((notice) => notice?.code)).toEqual([
      'offline-cannot-dial',
      undefined,
      'offline-cannot-dial',
      undefined,
      undefined,
      'busy-cannot-dial',
      undefined,
      undefined,
      'reconnecting-cannot-dial',
      'reconnecting-cannot-dial',
      undefined,
    ])
  })
})

describe('whatever happens in whatever order', () => {
  const id = fc.constantFrom('a', 'b', 'c')
  const streamId = fc.constantFrom('s1', 's2')
  const callId = fc.constantFrom('app-1', 'app-2')
  const at = fc.nat()
  const anyNumber = fc.constantFrom(number, caller)
  const cause = fc.constantFrom('busy', 'hangup', 'cancelled', 'refused')

  const anyEvent = fc.oneof(
    fc.record({ type: fc.constant('connectingStarted'), at }),
    fc.record({ type: fc.constant('stepReached'), step: fc.constantFrom('socket', 'media') }),
    fc.record({
      type: fc.constant('published'),
      endpointId: fc.constant('ep-1'),
      eligibility: fc.constantFrom('eligible', 'unknown'),
      expiresAt: at,
      at,
    }),
    fc.record(
      { type: fc.constant('wentOffline'), reason: fc.constant('connection-lost'), at },
      { requiredKeys: ['type', 'at'] },
    ),
    fc.record({ type: fc.constantFrom('applicationEventsLost', 'applicationEventsOpened') }),
    fc.record({ type: fc.constant('dialed'), id, number: anyNumber, at }),
    fc.record({ type: fc.constant('requestAnswered'), id, accepted: fc.boolean(), at }),
    fc.record(
      { type: fc.constant('streamAvailable'), id, streamId, from: anyNumber, at },
      { requiredKeys: ['type', 'id', 'streamId', 'at'] },
    ),
    fc.record({ type: fc.constant('streamUnavailable'), streamId, at }),
    fc.record({ type: fc.constantFrom('acceptPressed', 'declinePressed'), id }),
    fc.record({ type: fc.constant('streamAccepted'), id, at }),
    fc.record({ type: fc.constant('callEnded'), id, cause, at }),
    fc.record({ type: fc.constantFrom('callDismissed', 'secondCallDeclined') }),
    fc.record({ type: fc.constant('muteChanged'), muted: fc.boolean() }),
    fc.record({ type: fc.constant('digitsQueued'), digits: fc.constantFrom('1', '2#') }),
    fc.record({ type: fc.constant('digitPlayed') }),
    fc.record({ type: fc.constant('call.offered'), callId, from: anyNumber, to: anyNumber, at }),
    fc.record(
      {
        type: fc.constant('call.state'),
        callId,
        direction: fc.constantFrom('inbound', 'outbound'),
        number: anyNumber,
        state: fc.constantFrom('dialing', 'ringing', 'answered', 'ended'),
        cause,
        at,
      },
      { requiredKeys: ['type', 'callId', 'direction', 'number', 'state', 'at'] },
    ),
  ) as fc.Arbitrary<PhoneEvent>

  it('only legal moves are made, by one call at a time, and none outlives the session', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 60 }), (events) => {
        let state = after()
        for (const event of events) {
          const next = reducePhone(state, event)
          expectLegal(state.call, next.call)
          if (next.session.status === 'offline') expect(isOver(next.call)).toBe(true)
          if (next.call?.status === 'ended') expect(next.recent[0]).toEqual(next.call)
          state = next
        }
      }),
      { numRuns: 1000 },
    )
  })
})

function isOver(call: Call | null): boolean {
  return call === null || call.status === 'ended'
}

function expectLegal(before: Call | null, now: Call | null): void {
  if (before && now && before.id === now.id && before.startedAt === now.startedAt) {
    if (before.status !== now.status) expect(legalMoves[before.status]).toContain(now.status)
    expect(now.direction).toBe(before.direction)
    return
  }
  // Another call takes the place of one that is over, and begins at the beginning.
  if (before !== now) expect(isOver(before)).toBe(true)
  if (now) expect(['requesting', 'offered']).toContain(now.status)
}
