import * as v from 'valibot'
import type { Switches } from './switches.ts'

const milliseconds = v.pipe(v.number(), v.minValue(0))
const count = v.pipe(v.number(), v.integer(), v.minValue(0))

/** What each switch may be set to. */
export const switchValues = {
  platform: v.picklist(['brtc', 'webrtc']),
  generation: v.picklist(['G0', 'G1', 'G1b', 'G2', 'G3']),
  ready: v.picklist(['on-open', 'after-answers', 'after-connected', 'never']),
  unaccepted: v.picklist(['parked', 'flowing']),
  hangupReply: v.picklist(['object', 'bye', 'empty', 'null', 'error']),
  outboundAccepted: v.picklist(['after-2xx', 'always', 'never']),
  heartbeatInterval: milliseconds,
  redirectText: v.picklist(['accept', 'reject']),
  connectAnswers: v.picklist(['yes', 'application-error']),
  connectTimeout: milliseconds,
  declineStatus: v.picklist(['CANCELED', 'DENIED', 'FAILED', 'none']),
  connectStatus: v.picklist(['all', 'terminal', 'none']),
  eventShape: v.picklist(['docs', 'spec']),
  ineligibleAt: v.picklist(['ring', 'accept']),
  ineligibleBeforeDisconnected: v.boolean(),
  fallbackOn: v.picklist(['no-response', 'error-status']),
  basicAuth: v.picklist(['challenge', 'pre-emptive']),
  endpointWebhookTimeout: milliseconds,
  severalEndpoints: v.picklist(['invalid-bxml', 'ring-all']),
  oauthExpiresIn: count,
  endpointCeiling: count,
  readmission: v.picklist(['same-device', 'any-device', 'nobody']),
  resumption: v.picklist(['ended', 'offered-again']),
} satisfies Record<keyof Switches, v.GenericSchema>

/** All switches as they are. */
export const SwitchStates = v.strictObject(switchValues)
/** A change of some switches, from outside. */
export const SwitchChanges = v.partial(SwitchStates)
