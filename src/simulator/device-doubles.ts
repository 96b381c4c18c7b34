import type { Clock } from './clock.ts'
import type { Admission, CallLeg, DeviceLink, EndpointDirectory, LegEvents } from './device-link.ts'
import type { Journal } from './journal.ts'

/** What a device does with a call without being told. */
export type Manner = 'accept' | 'decline' | 'ignore'

export type OfferedLeg = {
  callId: string
  from: string
  /** `declined` is by the device, `ended` everything else that ends a call. */
  state: 'offered' | 'accepted' | 'declined' | 'ended'
}

export type DeviceDouble = {
  endpointId: string
  deviceId: string
  state: 'connected' | 'closed'
  /** With which the gateway closed the socket. */
  closeCode?: number
  publishing: boolean
  automatic: Manner
  /** All there ever were, oldest first. */
  offers: OfferedLeg[]
}

/**
 * Devices without sockets and media: they say on the gateway's seam what a gateway would say for a real one. One for each
 * endpoint; an id that has none is a `false` or undefined.
 */
export interface DeviceDoubles {
  connect: (token: string, options?: DeviceOptions) => Admission
  list: () => DeviceDouble[]
  find: (endpointId: string) => DeviceDouble | undefined
  change: (endpointId: string, change: Pick<DeviceOptions, 'publishing' | 'automatic'>) => boolean
  /** Of the call that is offered. @returns false where none is */
  accept: (endpointId: string) => boolean
  decline: (endpointId: string) => boolean
  /** Hangs up what is accepted, else declines what is offered. @returns false where there is neither */
  hangUp: (endpointId: string) => boolean
  /** Resolves to `accepted` of the reply. */
  requestOutbound: (endpointId: string, to: string) => Promise<boolean>
  /** The socket is lost, and its calls with it. */
  leave: (endpointId: string) => boolean
  /** Forgets all of them without a word to anybody. */
  forget: () => void
}

export type DeviceOptions = {
  /** Whether audio arrives from the device; not unless told otherwise. */
  publishing?: boolean | undefined
  /** `ignore` unless told otherwise. */
  automatic?: Manner | undefined
  /** The same one returns after its socket is lost, another one does not. One per endpoint unless told otherwise. */
  uniqueId?: string | undefined
}

type Offer = { leg: OfferedLeg; events: LegEvents }
type Device = { shown: DeviceDouble; offers: Offer[]; link: DeviceLink }

export function createDeviceDoubles(options: {
  directory: EndpointDirectory
  clock: Clock
  journal: Journal
}): DeviceDoubles {
  const { directory, clock, journal } = options
  const devices = new Map<string, Device>()

  const record = ({ endpointId }: DeviceDouble, act: string) =>
    journal.record({
      from: 'device',
      to: 'gateway',
      kind: 'frame',
      summary: `${endpointId}'s device ${act}`,
    })

  const connected = (endpointId: string): Device | undefined => {
    const device = devices.get(endpointId)
    return device?.shown.state === 'connected' ? device : undefined
  }
  const offerOf = (endpointId: string, state: OfferedLeg['state']): Offer | undefined =>
    connected(endpointId)?.offers.find(({ leg }) => leg.state === state)

  const connect: DeviceDoubles['connect'] = (token, given = {}) => {
    const { publishing = false, automatic = 'ignore', uniqueId = 'device-double' } = given
    const offers: Offer[] = []
    const shown: DeviceDouble = {
      endpointId: '',
      deviceId: '',
      state: 'connected',
      publishing: false,
      automatic,
      offers: [],
    }
    const link: DeviceLink = {
      offer: (leg, events) => ring(shown, offers, leg, events),
      close: (code) => {
        shown.state = 'closed'
        shown.closeCode = code
      },
    }
    const admission = directory.admit(token, uniqueId, link)
    if (!admission.admitted) return admission
    shown.endpointId = admission.endpointId
    shown.deviceId = admission.deviceId
    devices.set(admission.endpointId, { shown, offers, link })
    record(shown, 'connects')
    if (publishing) change(admission.endpointId, { publishing })
    return admission
  }

  const ring = (shown: DeviceDouble, offers: Offer[], call: CallLeg, events: LegEvents) => {
    const leg: OfferedLeg = { callId: call.callId, from: call.from, state: 'offered' }
    shown.offers.push(leg)
    offers.push({ leg, events })
    const { endpointId, automatic } = shown
    const cancel = clock.after(0, () => {
      if (leg.state !== 'offered') return
      if (automatic === 'accept') accept(endpointId)
      if (automatic === 'decline') decline(endpointId)
    })
    return {
      end: () => {
        cancel()
        if (leg.state !== 'declined') leg.state = 'ended'
      },
    }
  }

  const change: DeviceDoubles['change'] = (endpointId, { publishing, automatic }) => {
    const shown = connected(endpointId)?.shown
    if (!shown) return false
    if (automatic !== undefined) shown.automatic = automatic
    if (publishing !== undefined && publishing !== shown.publishing) {
      shown.publishing = publishing
      record(shown, publishing ? 'publishes audio' : 'stops publishing')
      directory.publishing(endpointId, publishing)
    }
    return true
  }

  /** Moves the offer to its next state and tells the call. */
  const settle = (
    endpointId: string,
    from: OfferedLeg['state'],
    to: OfferedLeg['state'],
    tell: (events: LegEvents) => void,
  ): boolean => {
    const offer = offerOf(endpointId, from)
    const shown = devices.get(endpointId)?.shown
    if (!offer || !shown) return false
    offer.leg.state = to
    record(shown, `${to === 'ended' ? 'hangs up' : to} ${offer.leg.callId}`)
    tell(offer.events)
    return true
  }

  const accept = (endpointId: string) =>
    settle(endpointId, 'offered', 'accepted', (events) => events.accepted())
  const decline = (endpointId: string) =>
    settle(endpointId, 'offered', 'declined', (events) => events.declined())

  return {
    connect,
    list: () => [...devices.values()].map(({ shown }) => shown),
    find: (endpointId) => devices.get(endpointId)?.shown,
    change,
    accept,
    decline,
    hangUp: (endpointId) =>
      settle(endpointId, 'accepted', 'ended', (events) => events.hungUp()) || decline(endpointId),
    requestOutbound: async (endpointId, to) =>
      connected(endpointId) !== undefined &&
      directory.requestOutbound(endpointId, { id: to, type: 'PHONE_NUMBER' }),
    leave: (endpointId) => {
      const device = connected(endpointId)
      if (!device) return false
      device.shown.state = 'closed'
      device.shown.publishing = false
      record(device.shown, 'loses its socket')
      for (const { leg, events } of device.offers) {
        if (leg.state === 'offered' || leg.state === 'accepted') events.lost()
      }
      directory.left(endpointId, device.link)
      return true
    },
    forget: () => devices.clear(),
  }
}
