import * as v from 'valibot'
import type { Clock } from './clock.ts'
import type { Faults } from './faults.ts'
import type { GatewayFault } from './gateway-faults.ts'

/** A reply to that method, or a notification of that name. */
export type OutgoingFrame = {
  method: string
  text: string
  /** One line about it; undefined for keep-alive traffic. */
  summary: string | undefined
}

type FrameFault = Extract<
  GatewayFault,
  { type: 'drop' | 'delay' | 'duplicate' | 'garble' | 'stale-offer' | 'misnamed-track' }
>

/** Lets the faults that are on order happen to frames for a device. */
export function sendWithFaults(
  send: (text: string, summary: string | undefined) => void,
  options: {
    endpointId: string
    faults: Faults
    clock: Clock
    warn: (summary: string) => void
  },
): (frame: OutgoingFrame) => void {
  const { endpointId, faults, clock, warn } = options

  function take(method: string): FrameFault | undefined {
    const occasion = { method, endpointId }
    const fault = faults.takeGateway(['drop', 'delay', 'duplicate', 'garble'], occasion)
    if (fault || method !== 'sdpOffer') return fault
    return faults.takeGateway(['stale-offer', 'misnamed-track'], occasion)
  }

  function sendFaulty({ text, summary }: OutgoingFrame, fault: FrameFault): void {
    switch (fault.type) {
      case 'drop':
        return
      case 'delay':
        clock.after(fault.delay, () => send(text, summary))
        return
      case 'duplicate':
        send(text, summary)
        return send(text, summary)
      case 'garble':
        return send(text.slice(0, text.length / 2), summary)
      case 'stale-offer':
        send(text, summary)
        return send(changeOffer(text, stale), summary)
      case 'misnamed-track':
        return send(changeOffer(text, misnamed), summary)
    }
  }

  return (frame) => {
    const fault = take(frame.method)
    if (!fault) return send(frame.text, frame.summary)
    const delay = 'delay' in fault ? `, ${fault.delay} ms` : ''
    warn(`fault: ${frame.method} ${fault.type}${delay}`)
    return sendFaulty(frame, fault)
  }
}

/** What of an `sdpOffer` is spoilt. */
const Offer = v.looseObject({
  params: v.looseObject({
    sdpRevision: v.number(),
    trackMetadata: v.exactOptional(v.record(v.string(), v.unknown())),
    streamMetadata: v.exactOptional(v.record(v.string(), v.unknown())),
  }),
})
type OfferParams = v.InferOutput<typeof Offer>['params']

function changeOffer(text: string, change: (params: OfferParams) => OfferParams): string {
  const offer = v.parse(Offer, JSON.parse(text))
  return JSON.stringify({ ...offer, params: change(offer.params) })
}

const stale = (params: OfferParams): OfferParams => ({
  ...params,
  sdpRevision: params.sdpRevision - 1,
})

const misnamed = (params: OfferParams): OfferParams => ({
  ...params,
  ...(params.trackMetadata && { trackMetadata: rename(params.trackMetadata) }),
  ...(params.streamMetadata && { streamMetadata: rename(params.streamMetadata) }),
})

function rename(metadata: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(metadata).map(([id, described]) => [`not-${id}`, described]),
  )
}
