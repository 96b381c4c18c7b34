import type { Verb } from '../wire/bxml.ts'
import type { WebhookUrls } from './webhook-urls.ts'

/** At least one verb: an empty response to a voice callback hangs the call up. */
export type Bxml = readonly [Verb, ...Verb[]]

export type Credentials = { username: string; password: string }

/** The BXML that this application speaks (bandwidth-backend 11.6). */
export interface Documents {
  /**
   * Connects the call to one endpoint. A redirect always follows: without it Bandwidth hangs up where the endpoint
   * declines.
   * @param tag comes back with the redirect and every later callback
   */
  connect: (endpointId: string, tag: string) => Bxml
  /** The same for an inbound call that nothing has answered yet: `<Ring>` answers it. */
  ringAndConnect: (endpointId: string, tag: string) => Bxml
  /** Where Bandwidth finds the verb after that, in BXML and when a call is updated. */
  next: (tag: string) => { redirectUrl: string; tag: string } & Credentials
}

export function createDocuments(options: {
  urls: WebhookUrls
  credentials: Credentials
  ringSeconds: number
}): Documents {
  const { urls, credentials, ringSeconds } = options
  const next: Documents['next'] = (tag) => ({ redirectUrl: urls.next, ...credentials, tag })
  const connect = (endpointId: string, tag: string): Bxml => [
    { verb: 'Connect', eventCallbackUrl: urls.connectStatus, endpoints: [endpointId] },
    { verb: 'Redirect', ...next(tag) },
  ]
  return {
    next,
    connect,
    ringAndConnect: (endpointId, tag) => [
      { verb: 'Ring', duration: ringSeconds },
      ...connect(endpointId, tag),
    ],
  }
}

export const hangUp: Bxml = [{ verb: 'Hangup' }]

export const nobodyFree: Bxml = sayAndHangUp(
  'Sorry, nobody can take your call right now. Please try again later. Goodbye.',
)

export const agentGone: Bxml = sayAndHangUp(
  'Sorry, the person who called you is not on the line any more. Goodbye.',
)

/** For a call that went wrong on our side: the other party hears a sentence, not silence. */
export const outOfOrder: Bxml = sayAndHangUp(
  'Sorry, this call cannot be completed at the moment. Goodbye.',
)

function sayAndHangUp(text: string): Bxml {
  return [{ verb: 'SpeakSentence', text }, { verb: 'Hangup' }]
}
