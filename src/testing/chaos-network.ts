import type { ApiFate, WebhookFate } from './chaos-schedule.ts'
import type { ChaosTime } from './chaos-time.ts'

/** A request as it travels; it may arrive any number of times. */
export type Message = {
  url: URL
  method: string
  headers: Headers
  text: string
}

export type WebhookAnswer = { status: number; contentType: string; text: string }

/** Longer than anybody waits for an answer, in milliseconds. */
const forever = 30_000
/** So long the application waits for Bandwidth, in milliseconds. */
const apiTimeout = 10_000

/**
 * The way from Bandwidth to the application and back. Each webhook, and each repetition of it by Bandwidth, takes the next
 * of the fates; all is well when they are used up.
 */
export function createWebhookNetwork(options: {
  time: ChaosTime
  fates: readonly WebhookFate[]
  /** Rejects where no application is there. */
  arrive: (message: Message) => Promise<WebhookAnswer>
  onSent: (message: Message, fate: WebhookFate) => void
}) {
  const { time, arrive, onSent } = options
  const { track, pause } = time
  const fates = createFates<WebhookFate>(options.fates, { type: 'delivered' })

  const deliver = async (message: Message, fate: WebhookFate): Promise<WebhookAnswer> => {
    switch (fate.type) {
      case 'delivered':
        return arrive(message)
      case 'late':
        await pause(fate.delay)
        return arrive(message)
      case 'twice': {
        const again = track(async () => {
          if (fate.delay > 0) await pause(fate.delay)
          await arrive(message)
        })
        again.catch(() => {})
        return arrive(message)
      }
      case 'lost':
        return vanish(fate.noticed)
      case 'unanswered':
        await arrive(message)
        return vanish(fate.noticed)
    }
  }

  const vanish = async (noticed: boolean): Promise<never> => {
    if (!noticed) await pause(forever)
    throw new Error('the connection was lost')
  }

  return {
    calm: fates.useUp,
    fetch: (request: Request): Promise<Response> =>
      track(async () => {
        const message = await readMessage(request)
        const fate = fates.next()
        onSent(message, fate)
        const { status, contentType, text } = await deliver(message, fate)
        const headers: Record<string, string> = { 'Content-Type': contentType }
        if (status === 401) headers['WWW-Authenticate'] = 'Basic realm="voice"'
        return new Response(status === 204 ? null : text, { status, headers })
      }),
  }
}

/** The way from the application to Bandwidth's REST APIs and back. */
export function createApiNetwork(options: {
  time: ChaosTime
  fates: readonly ApiFate[]
  bandwidth: (request: Request) => Promise<Response>
  onCarriedOut: (message: Message, status: number) => void
}) {
  const { time, bandwidth, onCarriedOut } = options
  const { track, pause } = time
  const fates = createFates<ApiFate>(options.fates, { type: 'answered' })

  const carryOut = async (message: Message): Promise<Response> => {
    const response = await bandwidth(toRequest(message))
    onCarriedOut(message, response.status)
    return response
  }

  const send = async (message: Message, fate: ApiFate): Promise<Response> => {
    switch (fate.type) {
      case 'answered':
        return carryOut(message)
      case 'late':
        await pause(fate.delay)
        return carryOut(message)
      case 'answered-late': {
        const response = await carryOut(message)
        await pause(fate.delay)
        return response
      }
      case 'refused': {
        const headers = { 'Retry-After': '1' }
        return Response.json(
          { type: 'error', description: 'No.' },
          { status: fate.status, headers },
        )
      }
      case 'unreachable':
        throw Object.assign(new Error('no connection'), { syscall: 'connect' })
      case 'lost':
        await pause(apiTimeout)
        throw new Error('no answer')
      case 'unanswered':
        await carryOut(message)
        await pause(apiTimeout)
        throw new Error('no answer')
    }
  }

  return {
    calm: fates.useUp,
    fetch: (request: Request): Promise<Response> =>
      track(async () => send(await readMessage(request), fates.next())),
  }
}

function createFates<Fate>(fates: readonly Fate[], afterwards: Fate) {
  let left = [...fates]
  return {
    next: (): Fate => left.shift() ?? afterwards,
    useUp: () => {
      left = []
    },
  }
}

async function readMessage(request: Request): Promise<Message> {
  const { url, method, headers } = request
  return { url: new URL(url), method, headers, text: await request.text() }
}

export function toRequest({ url, method, headers, text }: Message): Request {
  return new Request(url, { method, headers, ...(text !== '' && { body: text }) })
}
