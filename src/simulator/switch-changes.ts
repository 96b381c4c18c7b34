import * as v from 'valibot'
import type { Switches } from './switches.ts'

const milliseconds = v.pipe(v.number(), v.minValue(0))
const count = v.pipe(v.number(), v.integer(), v.minValue(0))

/** A change of some switches, from outside. */
export const SwitchChanges = v.strictObject({
  platform: v.exactOptional(v.picklist(['brtc', 'webrtc'])),
  generation: v.exactOptional(v.picklist(['G0', 'G1', 'G1b', 'G2', 'G3'])),
  ready: v.exactOptional(v.picklist(['on-open', 'after-answers', 'after-connected', 'never'])),
  unaccepted: v.exactOptional(v.picklist(['parked', 'flowing'])),
  hangupReply: v.exactOptional(v.picklist(['object', 'bye', 'empty', 'null', 'error'])),
  outboundAccepted: v.exactOptional(v.picklist(['after-2xx', 'always', 'never'])),
  heartbeatInterval: v.exactOptional(milliseconds),
  redirectText: v.exactOptional(v.picklist(['accept', 'reject'])),
  connectAnswers: v.exactOptional(v.picklist(['yes', 'application-error'])),
  connectTimeout: v.exactOptional(milliseconds),
  declineStatus: v.exactOptional(v.picklist(['CANCELED', 'DENIED', 'FAILED', 'none'])),
  connectStatus: v.exactOptional(v.picklist(['all', 'terminal', 'none'])),
  eventShape: v.exactOptional(v.picklist(['docs', 'spec'])),
  ineligibleAt: v.exactOptional(v.picklist(['ring', 'accept'])),
  ineligibleBeforeDisconnected: v.exactOptional(v.boolean()),
  fallbackOn: v.exactOptional(v.picklist(['no-response', 'error-status'])),
  basicAuth: v.exactOptional(v.picklist(['challenge', 'pre-emptive'])),
  endpointWebhookTimeout: v.exactOptional(milliseconds),
  severalEndpoints: v.exactOptional(v.picklist(['invalid-bxml', 'ring-all'])),
  oauthExpiresIn: v.exactOptional(count),
  endpointCeiling: v.exactOptional(count),
  readmission: v.exactOptional(v.picklist(['same-device', 'any-device', 'nobody'])),
} satisfies Record<keyof Switches, v.GenericSchema | v.ExactOptionalSchema<v.GenericSchema, never>>)
