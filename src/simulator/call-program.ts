import type { VoiceEventType } from '../wire/webhooks.ts'
import type { BxmlCall, BxmlDocument, ConnectVerb } from './bxml-interpreter.ts'
import { parseBxml } from './bxml-parser.ts'
import { farEndOf, isAnswered, voiceCallback, type Call } from './call.ts'
import { redirectCallback, resolveUrl, target, type Callback } from './call-callbacks.ts'
import { CallFailure } from './call-failure.ts'
import type { Clock } from './clock.ts'
import type { Keys } from './device-link.ts'
import { performConnect } from './connect-verb.ts'
import type { Endpoints } from './endpoints.ts'
import type { Journal } from './journal.ts'
import { maskSecrets } from './mask.ts'
import type { Switches } from './switches.ts'
import type { TelephoneBook } from './telephones.ts'
import type { Webhooks } from './webhooks.ts'

/** What a call needs to run BXML. */
export type ProgramTools = {
  clock: Clock
  switches: Switches
  journal: Journal
  webhooks: Webhooks
  endpoints: Pick<Endpoints, 'isAvailable' | 'offer'>
  book: TelephoneBook
  /** Factor on everything that the far end listens to: 1 is real time, 0.1 ten times faster. */
  pace: number
}

/**
 * Posts a synchronous callback and reads the BXML that comes back.
 * @throws CallFailure `callback-error` where nothing came back, `invalid-bxml` where it was no BXML
 */
export async function fetchDocument(
  call: Call,
  eventType: VoiceEventType,
  { primary, fallback }: Callback,
  tools: ProgramTools,
): Promise<BxmlDocument> {
  const outcome = await tools.webhooks.deliver({
    name: eventType,
    body: voiceCallback(call, eventType, tools.clock.now()),
    target: primary,
    ...(fallback && { fallback }),
    timeout: call.callbackTimeout,
    fallbackOn: tools.switches.fallbackOn,
  })
  if (!outcome.delivered) throw new CallFailure('callback-error', outcome.reason)
  if (!/\bxml\b/.test(outcome.contentType)) {
    warn(
      tools.journal,
      `${eventType} was answered as “${outcome.contentType}”, not application/xml`,
    )
  }
  return { verbs: readBxml(outcome.body, tools), url: outcome.url }
}

/**
 * Reads a document, and writes it into the journal.
 * @throws CallFailure `invalid-bxml`
 */
export function readBxml(
  text: string,
  { journal, switches }: Pick<ProgramTools, 'journal' | 'switches'>,
): BxmlDocument['verbs'] {
  const parsed = parseBxml(text, switches)
  const isValid = parsed.type === 'bxml'
  const verbs = isValid ? parsed.verbs.map(({ verb }) => verb).join(' → ') : 'invalid'
  journal.record({
    from: 'application',
    to: 'gateway',
    kind: 'bxml',
    summary: `BXML ${verbs || 'empty: hang up'}`,
    detail: maskSecrets(text),
  })
  if (!isValid) throw new CallFailure('invalid-bxml', parsed.reason)
  for (const warning of parsed.warnings) warn(journal, warning)
  return parsed.verbs
}

/** The call as its running document sees it; `signal` interrupts every wait. */
export function createBxmlCall(
  call: Call,
  signal: AbortSignal,
  { answer, keys }: { answer: () => void; keys: Keys },
  tools: ProgramTools,
): BxmlCall {
  const { switches, journal } = tools
  return {
    answer,
    answerForConnect: () => {
      if (!isAnswered(call) && switches.connectAnswers === 'application-error') {
        throw new CallFailure('application-error', '<Connect> on a call that nothing has answered')
      }
      answer()
    },
    play: (what, seconds) => {
      const summary = `${farEndOf(call)} hears ${what} (${Math.round(seconds)} s)`
      journal.record({ from: 'gateway', to: 'telephone', kind: 'telephone', summary })
      return pass(seconds * 1000 * tools.pace, tools.clock, signal)
    },
    connect: (verb, baseUrl) => connect(call, verb, baseUrl, { signal, keys }, tools),
    redirect: (verb, baseUrl) =>
      fetchDocument(call, 'redirect', redirectCallback(verb, baseUrl), tools),
    retag: (tag) => {
      if (tag === '') delete call.tag
      else call.tag = tag
    },
  }
}

function connect(
  call: Call,
  verb: ConnectVerb,
  baseUrl: string,
  { signal, keys }: { signal: AbortSignal; keys: Keys },
  tools: ProgramTools,
): Promise<void> {
  const { clock, switches, journal, webhooks, endpoints } = tools
  const far = farEndOf(call)
  const telephone = call.direction === 'inbound' ? tools.book.calling(far) : tools.book.called(far)
  const impairment = call.impairment ?? telephone.impairment
  return performConnect({
    endpointIds: verb.endpoints,
    endpoints,
    leg: {
      callId: call.callId,
      from: far,
      fromType: 'PHONE_NUMBER',
      ...(call.tag !== undefined && { tags: call.tag }),
      voice: telephone.voice,
      keys,
      ...(impairment && { impairment }),
      onDigit: (digit) =>
        journal.record({
          from: 'gateway',
          to: 'telephone',
          kind: 'telephone',
          summary: `${far} hears the digit ${digit}`,
        }),
    },
    clock,
    switches,
    signal,
    onStatus: (status, endpointId) => {
      if (status === 'FAILED') warn(journal, `<Connect> failed: ${endpointId} is not eligible`)
      const isTerminal = status !== 'INITIATED' && status !== 'ANSWERED'
      if (switches.connectStatus === 'none') return
      if (switches.connectStatus === 'terminal' && !isTerminal) return
      if (verb.eventCallbackUrl === undefined) return
      void webhooks.deliver({
        name: `connectStatus ${status}`,
        body: {
          accountId: call.accountId,
          event: 'connectStatus',
          from: call.callId,
          fromType: 'CALL',
          to: endpointId,
          toType: 'ENDPOINT',
          status,
          timestamp: clock.now(),
        },
        target: target(resolveUrl(verb.eventCallbackUrl, baseUrl)),
        ...(verb.eventFallbackUrl !== undefined && {
          fallback: target(resolveUrl(verb.eventFallbackUrl, baseUrl)),
        }),
        timeout: switches.endpointWebhookTimeout,
        fallbackOn: 'error-status',
      })
    },
  })
}

function pass(milliseconds: number, clock: Clock, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve()
      return
    }
    const over = () => {
      cancel()
      signal.removeEventListener('abort', over)
      resolve()
    }
    const cancel = clock.after(milliseconds, over)
    signal.addEventListener('abort', over)
  })
}

function warn(journal: Journal, summary: string): void {
  journal.record({ from: 'application', to: 'gateway', kind: 'warning', summary })
}
