import * as v from 'valibot'
import {
  type AgentPresence,
  ApplicationError,
  ApplicationEvent,
  EndpointGrant,
  type OutboundCallRequest,
} from '../wire/phone-api.ts'
import type { Application, ApplicationErrorCode } from './ports.ts'

/**
 * - `unreachable`: no answer within the limit, or none at all.
 * - `unauthenticated`: nobody is signed in, says the application or the proxy before it.
 * - `rate-limited`: too many requests of this user.
 * - `too-many-endpoints`: Bandwidth's limit for the account is reached.
 * - `stopping`: the application is being restarted.
 * - `refused`: it answered with any other error.
 * - `protocol`: the answer is not one of `wire/phone-api.ts`.
 */
export class ApplicationClientError extends Error {
  override readonly name = 'ApplicationClientError'
  readonly code: ApplicationErrorCode
  /** Seconds until another attempt makes sense, where the answer says so. */
  readonly retryAfter: number | undefined
  /** The HTTP status where there was an answer. */
  readonly status: number | undefined

  constructor(
    code: ApplicationErrorCode,
    message: string,
    options: { cause?: unknown; retryAfter?: number | undefined; status?: number } = {},
  ) {
    super(message, { cause: options.cause })
    this.code = code
    this.retryAfter = options.retryAfter
    this.status = options.status
  }
}

export type ApplicationClientOptions = {
  /** Where `/api` is; '' is the page's own origin. */
  baseUrl?: string
  fetch?: typeof fetch
  EventSource?: new (url: string) => EventSource
  /** `navigator.sendBeacon`: what it is given is sent although the page goes away. False where the browser refuses. */
  sendBeacon?: (url: string) => boolean
  /** In milliseconds. */
  timeoutMs?: number
  /** After how long a stream that the browser has given up is opened again, in milliseconds. */
  reopenMs?: number
}

/** The application over HTTP and server-sent events, see `wire/phone-api.ts`. */
export function createApplicationClient(options: ApplicationClientOptions = {}): Application {
  const { baseUrl = '', timeoutMs = 10_000, reopenMs = 3_000 } = options
  const doFetch = options.fetch ?? ((...request) => fetch(...request))
  const createEventSource = (url: string): EventSource =>
    new (options.EventSource ?? EventSource)(url)

  async function request(
    method: 'POST' | 'PUT' | 'DELETE',
    path: string,
    body?: object,
  ): Promise<Response> {
    let response: Response
    try {
      response = await doFetch(`${baseUrl}/api${path}`, {
        method,
        ...(body !== undefined && {
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify(body),
        }),
        // Hanging up and leaving must reach the application although the page is going away.
        keepalive: path !== '/endpoints' && body === undefined,
        signal: AbortSignal.timeout(timeoutMs),
      })
    } catch (cause) {
      throw new ApplicationClientError('unreachable', `${method} was not answered.`, { cause })
    }
    if (!response.ok) throw await refusal(method, response)
    return response
  }

  const post = async (callId: string, action: string): Promise<void> => {
    await request('POST', `/calls/${encodeURIComponent(callId)}/${action}`)
  }

  return {
    createEndpoint: async () => {
      const grant = v.safeParse(EndpointGrant, await json(await request('POST', '/endpoints')))
      if (grant.success) return grant.output
      throw new ApplicationClientError('protocol', 'The answer holds no endpoint.')
    },
    deleteEndpoint: async (endpointId) => {
      await request('DELETE', `/endpoints/${encodeURIComponent(endpointId)}`)
    },
    releaseEndpoint: (endpointId, unlessBack = false) => {
      const path = `/endpoints/${encodeURIComponent(endpointId)}/${unlessBack ? 'leave' : 'release'}`
      if (options.sendBeacon?.(`${baseUrl}/api${path}`)) return
      // Nobody is left to hear of a failure.
      request('POST', path).catch(() => {})
    },
    subscribe: (endpointId, listener) => {
      const url = `${baseUrl}/api/events?endpoint=${encodeURIComponent(endpointId)}`
      let source: EventSource
      let reopening: ReturnType<typeof setTimeout> | undefined
      const open = (): void => {
        source = createEventSource(url)
        source.addEventListener('open', listener.onOpen)
        source.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
          const event = parseEvent(data)
          if (event) listener.onEvent(event)
          else listener.onFault('The application sent an event that cannot be read.')
        })
        source.addEventListener('error', () => {
          listener.onLost()
          // After an HTTP error a browser does not try again by itself.
          if (source.readyState === closedState) reopening = setTimeout(open, reopenMs)
        })
      }
      open()
      return () => {
        clearTimeout(reopening)
        source.close()
      }
    },
    accepted: (callId) => post(callId, 'accepted'),
    declined: (callId) => post(callId, 'declined'),
    hangUp: (callId) => post(callId, 'hangup'),
    setPresence: async (state) => {
      const presence: AgentPresence = { state }
      await request('PUT', '/presence', presence)
    },
    requestOutbound: async (endpointId, to) => {
      const call: OutboundCallRequest = { to }
      try {
        await request('POST', `/endpoints/${encodeURIComponent(endpointId)}/calls`, call)
        return { accepted: true }
      } catch (error) {
        if (isRefusal(error)) return { accepted: false }
        throw error
      }
    },
  }
}

/** `EventSource.CLOSED`, which an injected one need not carry. */
const closedState = 2

/** 4xx without a meaning of its own: the application has understood and does not do it. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof ApplicationClientError)) return false
  const { code, status = 0 } = error
  return code === 'refused' && status >= 400 && status < 500
}

/** Errors of the application that the phone has words of its own for. */
const ownCodes: Partial<Record<ApplicationError['code'], ApplicationErrorCode>> = {
  unauthenticated: 'unauthenticated',
  'rate-limited': 'rate-limited',
  stopping: 'stopping',
  'too-many-endpoints': 'too-many-endpoints',
}

/** What a proxy before the application may answer with a body of its own. */
const codesOfStatus: Partial<Record<number, ApplicationErrorCode>> = {
  401: 'unauthenticated',
  429: 'rate-limited',
}

async function refusal(method: string, response: Response): Promise<ApplicationClientError> {
  const body = v.safeParse(ApplicationError, await json(response))
  const code = body.success ? ownCodes[body.output.code] : codesOfStatus[response.status]
  const message = body.success ? body.output.message : 'no reason given'
  return new ApplicationClientError(
    code ?? 'refused',
    `${method} was answered with ${response.status}: ${message}`,
    {
      retryAfter: (body.success ? body.output.retryAfter : undefined) ?? secondsOf(response),
      status: response.status,
    },
  )
}

/** Retry-After as a number of seconds; the form with a date is not read. */
function secondsOf({ headers }: Response): number | undefined {
  const value = headers.get('retry-after') ?? ''
  return /^\d+$/.test(value) ? Number(value) : undefined
}

/** undefined, which no schema takes, where the body is not JSON. */
async function json(response: Response): Promise<unknown> {
  try {
    return await response.json()
  } catch {
    return undefined
  }
}

function parseEvent(data: unknown): ApplicationEvent | undefined {
  if (typeof data !== 'string') return undefined
  try {
    const event = v.safeParse(ApplicationEvent, JSON.parse(data))
    return event.success ? event.output : undefined
  } catch {
    return undefined
  }
}
