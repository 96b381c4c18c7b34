import type { CreateCallRequest, UpdateCallRequest } from '../wire/calls-api.ts'
import type { WebhookTarget } from './webhooks.ts'

/** `primary` and, where it fails, `fallback`. */
export type Callback = { primary: WebhookTarget; fallback?: WebhookTarget }

/** The settings of a Voice application (backend 6.3). Without `callStatusUrl` no inbound call reports its end. */
export type VoiceApplication = {
  callInitiatedUrl: string
  callInitiatedMethod?: 'POST' | 'GET'
  callInitiatedFallbackUrl?: string
  callInitiatedFallbackMethod?: 'POST' | 'GET'
  callStatusUrl?: string
  callStatusMethod?: 'POST' | 'GET'
  username?: string
  password?: string
  fallbackUsername?: string
  fallbackPassword?: string
  /** Seconds, default 15. */
  callbackTimeout?: number
}

/** `opening` begins the call's BXML, `disconnect` reports its end. */
export type CallCallbacks = { opening: Callback; disconnect?: Callback }

/** A create-call names its own URLs; the credentials serve `disconnectUrl` too [V22]. */
export function outboundCallbacks(request: CreateCallRequest): CallCallbacks {
  const { username, password, fallbackUsername, fallbackPassword } = request
  const { answerFallbackUrl, answerFallbackMethod, disconnectUrl, disconnectMethod } = request
  return {
    opening: {
      primary: target(request.answerUrl, request.answerMethod, username, password),
      ...(answerFallbackUrl !== undefined && {
        fallback: target(
          answerFallbackUrl,
          answerFallbackMethod,
          fallbackUsername,
          fallbackPassword,
        ),
      }),
    },
    ...(disconnectUrl !== undefined && {
      disconnect: { primary: target(disconnectUrl, disconnectMethod, username, password) },
    }),
  }
}

/** `initiate` goes to the application's own URL, and so does the `disconnect` of an inbound call. */
export function inboundCallbacks(application: VoiceApplication): CallCallbacks {
  const { username, password, fallbackUsername, fallbackPassword } = application
  const { callInitiatedUrl, callInitiatedMethod, callStatusUrl, callStatusMethod } = application
  const { callInitiatedFallbackUrl, callInitiatedFallbackMethod } = application
  return {
    opening: {
      primary: target(callInitiatedUrl, callInitiatedMethod, username, password),
      ...(callInitiatedFallbackUrl !== undefined && {
        fallback: target(
          callInitiatedFallbackUrl,
          callInitiatedFallbackMethod,
          fallbackUsername,
          fallbackPassword,
        ),
      }),
    },
    ...(callStatusUrl !== undefined && {
      disconnect: { primary: target(callStatusUrl, callStatusMethod, username, password) },
    }),
  }
}

/** The callback that an update-call or a `<Redirect>` names; relative URLs resolve against `baseUrl`. */
export function redirectCallback(
  request: Omit<UpdateCallRequest, 'state'> & { redirectUrl: string },
  baseUrl: string,
): Callback {
  const { redirectUrl, redirectMethod, username, password, redirectFallbackUrl } = request
  const { redirectFallbackMethod, fallbackUsername, fallbackPassword } = request
  return {
    primary: target(resolveUrl(redirectUrl, baseUrl), redirectMethod, username, password),
    ...(redirectFallbackUrl !== undefined && {
      fallback: target(
        resolveUrl(redirectFallbackUrl, baseUrl),
        redirectFallbackMethod,
        fallbackUsername,
        fallbackPassword,
      ),
    }),
  }
}

export function target(
  url: string,
  method?: 'POST' | 'GET',
  username?: string,
  password?: string,
): WebhookTarget {
  return {
    url,
    ...(method && { method }),
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
  }
}

/** What cannot be resolved stays as it is, and fails when it is called. */
export function resolveUrl(url: string, baseUrl: string): string {
  return URL.canParse(url, baseUrl) ? new URL(url, baseUrl).href : url
}
