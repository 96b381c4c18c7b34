import type { CreateEndpointRequest } from '../wire/endpoints-api.ts'
import { closeCodes } from '../wire/close-codes.ts'
import type { Clock } from './clock.ts'
import type { Admission, CallLeg, DeviceLink, EndpointDirectory, LegEvents } from './device-link.ts'
import { mintToken } from './tokens.ts'
import type { Switches } from './switches.ts'

/** 24 h from creation [D-RTC]. */
export const endpointLifetime = 24 * 60 * 60 * 1000

export type ConnectedDevice = {
  deviceId: string
  uniqueId: string
  link: DeviceLink
  connectedAt: number
}

/**
 *   created ──admit──▶ connected ──socket gone──▶ disconnected ──admit──▶ connected
 *   any ──24 h──▶ expired      any ──DELETE──▶ deleted
 *
 * A connected endpoint is eligible while its audio arrives and no call has it.
 */
type EndpointState =
  | { status: 'created' }
  | { status: 'connected'; device: ConnectedDevice; publishing: boolean; occupant?: Occupant }
  | { status: 'disconnected'; device: ConnectedDevice }
  | { status: 'expired' | 'deleted' }

/** `lose`: its device is gone; `canReturn`, perhaps for a while. */
type Occupant = { stage: 'ringing' | 'accepted'; lose: (canReturn: boolean) => void }

/** A call that waits for its device. */
type Adrift = { resume: () => void; lose: () => void }

/** So long, in milliseconds: a guess, as all of it is. */
const returnTime = 10_000

export type EndpointRecord = {
  endpointId: string
  token: string
  request: CreateEndpointRequest
  /** Milliseconds since the epoch. */
  createdAt: number
  expiresAt: number
  state: EndpointState
}

export type LifecycleEvent =
  | 'endpointConnected'
  | 'endpointEligible'
  | 'endpointIneligible'
  | 'endpointDisconnected'

export interface Endpoints extends EndpointDirectory {
  /** Undefined where the account has as many as it may (`Switches.endpointCeiling`). */
  create: (request: CreateEndpointRequest) => EndpointRecord | undefined
  /** Those that are neither expired nor deleted, oldest first. */
  list: () => EndpointRecord[]
  find: (endpointId: string) => EndpointRecord | undefined
  /** Ends calls and sockets of the endpoint. @returns false where there is no such endpoint */
  remove: (endpointId: string) => boolean
  /** Whether a call can be offered: connected, publishing, and in no call. */
  isAvailable: (endpointId: string) => boolean
  /** Offers a call to an available endpoint; undefined where it is not available. */
  offer: (endpointId: string, leg: CallLeg, events: LegEvents) => { end: () => void } | undefined
  /** Stops the expiry timers, closes every socket and forgets every endpoint, without a word to the application. */
  close: () => void
}

/** The registry of endpoints, their tokens and their devices. */
export function createEndpoints(options: {
  clock: Clock
  switches: Switches
  accountId: string
  randomId: () => string
  onLifecycle: (event: LifecycleEvent, record: EndpointRecord, deviceId: string) => void
  onOutboundRequest: (
    record: EndpointRecord,
    deviceId: string,
    destination: { id: string; type: string },
  ) => Promise<boolean>
}): Endpoints {
  const { clock, switches, randomId } = options
  const records = new Map<string, EndpointRecord>()
  const expiries = new Map<string, () => void>()
  const announcedEligible = new Set<EndpointRecord>()
  const adrift = new Map<EndpointRecord, Adrift>()

  const isLive = ({ state }: EndpointRecord) =>
    state.status !== 'expired' && state.status !== 'deleted'
  const list = () => [...records.values()].filter(isLive)
  const find = (endpointId: string) => {
    const record = records.get(endpointId)
    return record && isLive(record) ? record : undefined
  }

  const create = (request: CreateEndpointRequest) => {
    if (list().length >= switches.endpointCeiling) return undefined
    const endpointId = `e-${randomId()}`
    const createdAt = clock.now()
    const expiresAt = createdAt + endpointLifetime
    const { platform } = switches
    const claims = { platform, accountId: options.accountId, endpointId, createdAt, expiresAt }
    const token = mintToken(claims, randomId())
    const record: EndpointRecord = {
      endpointId,
      token,
      request,
      createdAt,
      expiresAt,
      state: { status: 'created' },
    }
    records.set(endpointId, record)
    expiries.set(
      endpointId,
      clock.after(endpointLifetime, () => end(record, 'expired')),
    )
    return record
  }

  const end = (record: EndpointRecord, status: 'expired' | 'deleted') => {
    expiries.get(record.endpointId)?.()
    expiries.delete(record.endpointId)
    const { state } = record
    depart(record, { status })
    record.state = { status }
    if (state.status === 'connected') {
      state.device.link.close(closeCodes.normal, `endpoint ${status}`)
    }
  }

  const remove = (endpointId: string) => {
    const record = find(endpointId)
    if (record) end(record, 'deleted')
    return record !== undefined
  }

  const admit = (token: string, uniqueId: string, link: DeviceLink): Admission => {
    const record = [...records.values()].find((each) => each.token === token)
    if (!record) return refusal(403, 'unknown token')
    const { state } = record
    if (state.status === 'expired' || state.status === 'deleted') {
      return refusal(403, `endpoint ${state.status}`)
    }
    if (state.status === 'disconnected' && !mayReturn(state.device.uniqueId === uniqueId)) {
      return refusal(403, 'the endpoint has lost its device and wants a new token')
    }
    if (state.status === 'connected') {
      if (state.device.uniqueId !== uniqueId) {
        return refusal(409, 'another device holds the endpoint')
      }
      depart(record, { status: 'disconnected', device: state.device })
      state.device.link.close(closeCodes.superseded, 'superseded by a newer connection')
    }
    // Every connection is a new device (backend 4.2).
    const deviceId = `d-${randomId()}`
    const device = { deviceId, uniqueId, link, connectedAt: clock.now() }
    record.state = { status: 'connected', device, publishing: false }
    options.onLifecycle('endpointConnected', record, deviceId)
    return { admitted: true, endpointId: record.endpointId, deviceId }
  }

  const mayReturn = (isSameDevice: boolean) =>
    switches.readmission === 'any-device' ||
    (switches.readmission === 'same-device' && isSameDevice)

  /** The device is gone: tells the application, then the call that had it. */
  const depart = (record: EndpointRecord, next: EndpointState) => {
    const { state } = record
    if (state.status !== 'connected') return
    record.state = next
    if (announcedEligible.delete(record) && switches.ineligibleBeforeDisconnected) {
      options.onLifecycle('endpointIneligible', record, state.device.deviceId)
    }
    options.onLifecycle('endpointDisconnected', record, state.device.deviceId)
    const canReturn = next.status === 'disconnected'
    state.occupant?.lose(canReturn)
    if (!canReturn) adrift.get(record)?.lose()
  }

  const announceEligibility = (record: EndpointRecord) => {
    const { state } = record
    if (state.status !== 'connected') return
    const isTaken =
      state.occupant !== undefined &&
      (switches.ineligibleAt === 'ring' || state.occupant.stage === 'accepted')
    const isEligible = state.publishing && !isTaken
    if (isEligible === announcedEligible.has(record)) return
    if (isEligible) announcedEligible.add(record)
    else announcedEligible.delete(record)
    options.onLifecycle(
      isEligible ? 'endpointEligible' : 'endpointIneligible',
      record,
      state.device.deviceId,
    )
  }

  const isAvailable = (endpointId: string) => {
    const state = find(endpointId)?.state
    return state?.status === 'connected' && state.publishing && !state.occupant
  }

  const offer: Endpoints['offer'] = (endpointId, leg, events) => {
    const record = find(endpointId)
    if (!record || !isAvailable(endpointId)) return undefined
    let isOver = false
    let detach = () => {}
    const finish = (report?: () => void) => {
      if (isOver) return
      isOver = true
      adrift.delete(record)
      detach()
      report?.()
      announceEligibility(record)
    }
    const occupant: Occupant = {
      stage: 'ringing',
      lose: (canReturn) => {
        const isKept = canReturn && switches.resumption === 'offered-again'
        if (!isKept || occupant.stage === 'ringing') finish(events.lost)
        else wait()
      },
    }
    /** The call goes on without a device. */
    const wait = () => {
      detach()
      const cancel = clock.after(returnTime, () => finish(events.lost))
      adrift.set(record, {
        resume: () => {
          cancel()
          adrift.delete(record)
          attach()
        },
        lose: () => finish(events.lost),
      })
    }
    const attach = () => {
      const { state } = record
      if (state.status !== 'connected') return
      let isAttached = true
      let offered: { end: () => void } | undefined
      detach = () => {
        isAttached = false
        delete state.occupant
        offered?.end()
      }
      const unlessOver = (act: () => void) => () => {
        if (isAttached && !isOver) act()
      }
      state.occupant = occupant
      announceEligibility(record)
      offered = state.device.link.offer(leg, {
        accepted: unlessOver(() => {
          if (occupant.stage === 'accepted') return
          occupant.stage = 'accepted'
          events.accepted()
          announceEligibility(record)
        }),
        declined: unlessOver(() =>
          finish(occupant.stage === 'accepted' ? events.hungUp : events.declined),
        ),
        hungUp: unlessOver(() => finish(events.hungUp)),
        lost: unlessOver(() => {
          // Not eligible again for the moment until the socket's end is reported too.
          state.publishing = false
          occupant.lose(true)
        }),
      })
      // The device may have ended it before `offer` returned.
      if (!isAttached || isOver) offered.end()
    }
    attach()
    return { end: () => finish() }
  }

  return {
    create,
    list,
    find,
    remove,
    isAvailable,
    offer,
    admit,
    publishing: (endpointId, arriving) => {
      const record = find(endpointId)
      if (record?.state.status !== 'connected') return
      record.state.publishing = arriving
      if (arriving && !record.state.occupant) adrift.get(record)?.resume()
      announceEligibility(record)
    },
    requestOutbound: async (endpointId, destination) => {
      const record = find(endpointId)
      if (record?.state.status !== 'connected') return false
      return options.onOutboundRequest(record, record.state.device.deviceId, destination)
    },
    left: (endpointId, link) => {
      const record = find(endpointId)
      const state = record?.state
      // A superseded socket that closes late is not the endpoint's any more.
      if (!record || state?.status !== 'connected' || state.device.link !== link) return
      depart(record, { status: 'disconnected', device: state.device })
    },
    close: () => {
      for (const cancel of expiries.values()) cancel()
      expiries.clear()
      const forgotten = [...records.values()]
      records.clear()
      announcedEligible.clear()
      for (const { state } of forgotten) {
        if (state.status === 'connected') state.device.link.close(closeCodes.normal, 'reset')
      }
    },
  }
}

function refusal(httpStatus: 403 | 409, reason: string): Admission {
  return { admitted: false, httpStatus, reason }
}
