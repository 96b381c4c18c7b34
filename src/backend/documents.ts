import type { CreateCallRequest } from '../wire/calls-api.ts'
import type { CreateEndpointRequest } from '../wire/endpoints-api.ts'
import type { Verb } from '../wire/bxml.ts'
import type { WebhookUrls } from './webhook-urls.ts'

/** At least one verb: an empty response to a voice callback hangs the call up. */
export type Bxml = readonly [Verb, ...Verb[]]

export type Credentials = { username: string; password: string }

/** A redirect as `<Redirect>` and update-call both take it. */
export type RedirectTarget = {
  redirectUrl: string
  redirectFallbackUrl?: string
  fallbackUsername?: string
  fallbackPassword?: string
  tag: string
} & Credentials

/** The BXML that this application speaks, and the addresses that Bandwidth is given with it (bandwidth-backend 11.6). */
export interface Documents {
  /**
   * Connects the call to one endpoint. A redirect always follows: without it Bandwidth hangs up where the endpoint
   * declines.
   * @param tag comes back with the redirect and every later callback
   * @param attemptId comes back in the address of every Connect Status, which says nothing else about which attempt it means
   */
  connect: (endpointId: string, tag: string, attemptId?: string) => Bxml
  /** The same for an inbound call that nothing has answered yet: `<Ring>` answers it. */
  ringAndConnect: (endpointId: string, tag: string, attemptId?: string) => Bxml
  /** Some seconds of hold music, then the question whether somebody is free. The first time a sentence comes before it. */
  hold: (tag: string, isFirst: boolean) => Bxml
  /** The same without music: an update of the call is on its way and will end it. */
  waitForFetch: (tag: string) => Bxml
  /** Where Bandwidth finds the verb after `<Connect>`, in BXML and when a call is updated. */
  next: (tag: string) => RedirectTarget
  /** What a created call has of addresses. */
  callbacks: () => Pick<
    CreateCallRequest,
    | 'answerUrl'
    | 'answerFallbackUrl'
    | 'disconnectUrl'
    | 'username'
    | 'password'
    | 'fallbackUsername'
    | 'fallbackPassword'
  >
  /** What a created endpoint has of addresses. */
  endpointEvents: () => Pick<CreateEndpointRequest, 'eventCallbackUrl' | 'eventFallbackUrl'>
}

export function createDocuments(options: {
  urls: WebhookUrls
  /** The same application under another address, for when Bandwidth cannot reach the first. */
  fallbackUrls?: WebhookUrls | undefined
  credentials: Credentials
  ringSeconds: number
}): Documents {
  const { urls, fallbackUrls, credentials, ringSeconds } = options
  const { username: fallbackUsername, password: fallbackPassword } = credentials
  const fallbackCredentials = { fallbackUsername, fallbackPassword }

  const redirect = (to: 'next' | 'hold', tag: string): RedirectTarget => ({
    redirectUrl: urls[to],
    ...(fallbackUrls && { redirectFallbackUrl: fallbackUrls[to] }),
    ...credentials,
    ...(fallbackUrls && fallbackCredentials),
    tag,
  })
  const connect = (endpointId: string, tag: string, attemptId?: string): Bxml => [
    {
      verb: 'Connect',
      eventCallbackUrl: connectStatusUrl(urls, attemptId),
      ...(fallbackUrls && { eventFallbackUrl: connectStatusUrl(fallbackUrls, attemptId) }),
      endpoints: [endpointId],
    },
    { verb: 'Redirect', ...redirect('next', tag) },
  ]

  return {
    next: (tag) => redirect('next', tag),
    connect,
    ringAndConnect: (endpointId, tag, attemptId) => [
      { verb: 'Ring', duration: ringSeconds },
      ...connect(endpointId, tag, attemptId),
    ],
    hold: (tag, isFirst) => {
      const music: Bxml = [
        { verb: 'PlayAudio', audioUrl: urls.holdMusic },
        { verb: 'Redirect', ...redirect('hold', tag) },
      ]
      return isFirst ? [{ verb: 'SpeakSentence', text: pleaseHold }, ...music] : music
    },
    waitForFetch: (tag) => [
      { verb: 'Pause', duration: 2 },
      { verb: 'Redirect', ...redirect('hold', tag) },
    ],
    callbacks: () => ({
      answerUrl: urls.answer,
      ...(fallbackUrls && { answerFallbackUrl: fallbackUrls.answer }),
      disconnectUrl: urls.disconnect,
      ...credentials,
      ...(fallbackUrls && fallbackCredentials),
    }),
    endpointEvents: () => ({
      eventCallbackUrl: urls.endpointEvents,
      ...(fallbackUrls && { eventFallbackUrl: fallbackUrls.endpointEvents }),
    }),
  }
}

function connectStatusUrl({ connectStatus }: WebhookUrls, attemptId: string | undefined): string {
  return attemptId === undefined ? connectStatus : `${connectStatus}/${attemptId}`
}

const pleaseHold = 'Everybody is on another call. Please hold the line.'

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
