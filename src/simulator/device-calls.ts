import type { CallLeg, LegEvents } from './device-link.ts'
import type { OfferedCall } from './generations.ts'
import type { CallTrack, MediaSession } from './media-plane.ts'
import { wrongMoment } from './rpc-fault.ts'

export type DeviceCallsOptions = {
  media: MediaSession
  /** Whether an audio track is there from the start, and calls use it, or each call brings its own. */
  idleTrack: boolean
  /** Whether a call changes the SDP. */
  renegotiates: boolean
  /** Whether a call is accepted as soon as it is negotiated. */
  autoAccepted: boolean
  unaccepted: 'parked' | 'flowing'
  /** Tells the device of a call apart from its SDP. */
  announcement?: { available: (leg: CallLeg) => void; unavailable: (leg: CallLeg) => void }
  /** Runs a task when the subscribe peer is free. */
  inTurn: (task: () => Promise<void>) => void
  /** Offers the subscribe peer as it is now; resolves when answered. */
  exchange: (call?: OfferedCall) => Promise<void>
}

/**
 * The calls of one device. Everything that is public assumes one at a time; with fresh tracks several work. A call on the
 * idle track of G0 and G1 has no impairment: the track is there before the call.
 */
export interface DeviceCalls {
  offer: (leg: CallLeg, events: LegEvents) => { end: () => void }
  /** @throws RpcFault where no such call is offered; accepting twice is harmless. */
  accept: (callId?: string) => void
  /** @throws RpcFault where no such call waits to be accepted. */
  decline: (callId?: string) => void
  /** Hangs up the accepted call, else declines the offered one; `false` where there is neither. */
  hangUp: () => boolean
  /** The tracks of all calls that were offered and are not over, oldest first. */
  offered: () => OfferedCall[]
  /** Socket or media went away. */
  loseAll: () => void
}

/**
 *     queued ──▶ offered ──▶ accepted ──▶ over
 *        └──────────┴───────────────────────▲
 */
type Call = {
  leg: CallLeg
  events: LegEvents
  status: 'queued' | 'offered' | 'accepted' | 'over'
  track?: CallTrack
}

export function createDeviceCalls(options: DeviceCallsOptions): DeviceCalls {
  const { media, renegotiates, autoAccepted, announcement, inTurn, exchange } = options
  const calls = new Set<Call>()
  let idle = options.idleTrack ? media.addTrack() : undefined

  function offer(leg: CallLeg, events: LegEvents): { end: () => void } {
    const call: Call = { leg, events, status: 'queued' }
    calls.add(call)
    inTurn(() => announce(call))
    return { end: () => finish(call) }
  }

  async function announce(call: Call): Promise<void> {
    if (call.status === 'over') return
    const { leg } = call
    const track = idle ?? media.addTrack(leg.impairment)
    call.track = track
    call.status = 'offered'
    announcement?.available(leg)
    if (options.unaccepted === 'flowing') track.connect(leg)
    if (renegotiates) await exchange({ leg, track, autoAccepted })
    if (autoAccepted && isOffered(call)) take(call)
  }

  function take(call: Call): void {
    call.status = 'accepted'
    if (options.unaccepted === 'parked') call.track?.connect(call.leg)
    call.events.accepted()
  }

  function finish(call: Call): void {
    if (call.status === 'over') return
    call.status = 'over'
    calls.delete(call)
    const { track } = call
    if (!track) return
    track.disconnect()
    announcement?.unavailable(call.leg)
    if (renegotiates) inTurn(() => takeAway(track))
  }

  async function takeAway(track: CallTrack): Promise<void> {
    track.withdraw()
    if (idle) idle = media.addTrack()
    await exchange()
  }

  function find(callId: string | undefined, statuses: readonly Call['status'][]): Call | undefined {
    return [...calls].find(
      ({ leg, status }) =>
        statuses.includes(status) && (callId === undefined || leg.callId === callId),
    )
  }

  return {
    offer,
    accept: (callId) => {
      const call = find(callId, ['offered']) ?? find(callId, ['accepted'])
      if (!call) throw wrongMoment('no such call is offered')
      if (call.status === 'offered') take(call)
    },
    decline: (callId) => {
      const call = find(callId, ['offered'])
      if (!call) throw wrongMoment('no such call waits to be accepted')
      finish(call)
      call.events.declined()
    },
    hangUp: () => {
      const call = find(undefined, ['accepted']) ?? find(undefined, ['offered'])
      if (!call) return false
      const wasAccepted = call.status === 'accepted'
      finish(call)
      if (wasAccepted) call.events.hungUp()
      else call.events.declined()
      return true
    },
    offered: () =>
      [...calls].flatMap(({ leg, track }) => (track ? { leg, track, autoAccepted } : [])),
    loseAll: () => {
      for (const call of calls) {
        call.status = 'over'
        call.track?.disconnect()
        call.events.lost()
      }
      calls.clear()
    },
  }
}

const isOffered = (call: Call): boolean => call.status === 'offered'
