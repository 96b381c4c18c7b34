import type { Platform } from '../wire/phone-api.ts'

/**
 * Every fact that no source settles is a switch. The default is the first guess of the reference and is never relied
 * on: numbers in brackets are the sections of the two protocol references.
 */
export type Switches = {
  /**
   * Which platform's device tokens are minted, and so what the gateway speaks with their devices (brtc-protocol 9). No
   * source tells how a telephone call reaches a participant of the older one, `webrtc`: assumed are the same endpoints and
   * the same `<Connect>`. That platform has no accept and no decline either, so a call counts as accepted as soon as the
   * device has answered the offer that brings it.
   */
  platform: Platform
  /** How a call is announced to the device (brtc-protocol 0). */
  generation: 'G0' | 'G1' | 'G1b' | 'G2' | 'G3'
  /** When `ready` is sent (5.1). */
  ready: 'on-open' | 'after-answers' | 'after-connected' | 'never'
  /** Whether audio flows to the device before `acceptStream` (4.6). */
  unaccepted: 'parked' | 'flowing'
  /** The reply to `hangupConnection` (4.5). */
  hangupReply: 'object' | 'bye' | 'empty' | 'null' | 'error'
  /** What decides `accepted` (backend 12). */
  outboundAccepted: 'after-2xx' | 'always' | 'never'
  /** Heartbeat PINGs on the data channels, milliseconds between them (6.3). */
  heartbeatInterval: number
  /** `<Redirect>URL</Redirect>` as the quick start prints it (backend 0.1): accepted with a warning in the journal. */
  redirectText: 'accept' | 'reject'
  /** Whether `<Connect>` answers a call that nothing has answered yet (backend 7). */
  connectAnswers: 'yes' | 'application-error'
  /** How long an endpoint may ring, milliseconds (backend 8). */
  connectTimeout: number
  /** Connect Status after a decline (backend 4.5). */
  declineStatus: 'CANCELED' | 'DENIED' | 'FAILED' | 'none'
  connectStatus: 'all' | 'terminal' | 'none'
  /** Shape of the endpoint webhooks (backend 4.4). */
  eventShape: 'docs' | 'spec'
  /** When a connected endpoint becomes ineligible (backend 4.2). */
  ineligibleAt: 'ring' | 'accept'
  ineligibleBeforeDisconnected: boolean
  /** Whether a 4xx or 5xx webhook answer goes to the fallback URL (backend 6.1). */
  fallbackOn: 'no-response' | 'error-status'
  /** Basic credentials on voice webhooks: only after a 401 challenge, or at once (backend 10.1). */
  basicAuth: 'challenge' | 'pre-emptive'
  /** Endpoint webhooks are given up after this, milliseconds (backend 4.1). */
  endpointWebhookTimeout: number
  /** Several `<Endpoint>`s in one `<Connect>` (backend 7). */
  severalEndpoints: 'invalid-bxml' | 'ring-all'
  /** Seconds that an OAuth token lives (backend 2). */
  oauthExpiresIn: number
  /** Endpoints an account may have at once before 429 (backend 3). */
  endpointCeiling: number
  /** Who may use a token again after its socket has closed (brtc-protocol 1.3 against 2.5). */
  readmission: 'same-device' | 'any-device' | 'nobody'
  /**
   * What becomes of an accepted call whose device has lost its socket (7.7, 13.7): it ends, or is offered again when the device
   * is back on its endpoint within ten seconds.
   */
  resumption: 'ended' | 'offered-again'
}

export const defaultSwitches: Switches = {
  platform: 'brtc',
  generation: 'G3',
  ready: 'after-connected',
  unaccepted: 'parked',
  hangupReply: 'object',
  outboundAccepted: 'after-2xx',
  heartbeatInterval: 5_000,
  redirectText: 'accept',
  connectAnswers: 'yes',
  connectTimeout: 30_000,
  declineStatus: 'CANCELED',
  connectStatus: 'all',
  eventShape: 'docs',
  ineligibleAt: 'ring',
  ineligibleBeforeDisconnected: true,
  fallbackOn: 'error-status',
  basicAuth: 'challenge',
  endpointWebhookTimeout: 10_000,
  severalEndpoints: 'invalid-bxml',
  oauthExpiresIn: 3_600,
  endpointCeiling: 100,
  readmission: 'same-device',
  resumption: 'ended',
}
