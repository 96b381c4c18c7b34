import type { Connect, Redirect, Verb } from '../wire/bxml.ts'
import type { InferOutput } from 'valibot'
import { CallFailure } from './call-failure.ts'

export type ConnectVerb = InferOutput<typeof Connect>
export type RedirectVerb = InferOutput<typeof Redirect>

/** `url` is the address that served the document: relative URLs in it resolve against that. */
export type BxmlDocument = { verbs: readonly Verb[]; url: string }

/** What a document may do to its call. Every wait ends early when the call is interrupted. */
export interface BxmlCall {
  /** Answers a call that nothing has answered yet; harmless on others. */
  answer: () => void
  /** `<Connect>` before anything has answered; throws CallFailure where the switch says so. */
  answerForConnect: () => void
  /** The far end hears `what` for so many seconds. */
  play: (what: string, seconds: number) => Promise<void>
  connect: (verb: ConnectVerb, baseUrl: string) => Promise<void>
  /** Posts `redirect` and reads what comes back; throws CallFailure. */
  redirect: (verb: RedirectVerb, baseUrl: string) => Promise<BxmlDocument>
  /** The tag of all later callbacks; '' clears it. */
  retag: (tag: string) => void
}

/** Documents that only redirect would spin for ever; Bandwidth's limit is not published, this one is assumed. */
const redirectLimit = 100
const ringSeconds = 5
const pauseSeconds = 1
/** Nothing is fetched: every recording lasts this long. */
const audioSeconds = 10
const charactersPerSecond = 15

/**
 * Runs a document and those it redirects to. Resolves when the call is to be hung up: at `<Hangup>`, and at the end of
 * a document, which is an implicit one [V23 bxml/about]. An empty document is nothing else.
 */
export async function interpretBxml(
  first: BxmlDocument,
  call: BxmlCall,
  signal: AbortSignal,
): Promise<void> {
  let next: BxmlDocument | undefined = first
  let redirectsInARow = 0
  while (next && !signal.aborted) {
    const document: BxmlDocument = next
    redirectsInARow = document.verbs.some(takesTime) ? 0 : redirectsInARow + 1
    if (redirectsInARow > redirectLimit) {
      throw new CallFailure('application-error', `${redirectLimit} redirects led nowhere`)
    }
    next = await runDocument(document, call, signal)
  }
}

/** @returns the document that the last verb led to, if it was a `<Redirect>` */
async function runDocument(
  { verbs, url }: BxmlDocument,
  call: BxmlCall,
  signal: AbortSignal,
): Promise<BxmlDocument | undefined> {
  for (const verb of verbs) {
    if (signal.aborted || verb.verb === 'Hangup') return undefined
    if (verb.verb === 'Redirect') {
      if (verb.tag !== undefined) call.retag(verb.tag)
      return call.redirect(verb, url)
    }
    await perform(verb, url, call)
  }
  return undefined
}

/** Which verbs answer an inbound call: backend 7. */
async function perform(
  verb: Exclude<Verb, { verb: 'Hangup' | 'Redirect' }>,
  url: string,
  call: BxmlCall,
): Promise<void> {
  switch (verb.verb) {
    case 'Connect':
      call.answerForConnect()
      await call.connect(verb, url)
      break
    case 'Ring':
      if (verb.answerCall !== false) call.answer()
      await call.play('ringback', verb.duration ?? ringSeconds)
      break
    case 'SpeakSentence':
      call.answer()
      await call.play(`“${verb.text}”`, Math.max(1, verb.text.length / charactersPerSecond))
      break
    case 'PlayAudio':
      call.answer()
      await call.play(verb.audioUrl, audioSeconds)
      break
    case 'Pause':
      await call.play('silence', verb.duration ?? pauseSeconds)
      break
    case 'Tag':
      call.retag(verb.tag)
      break
  }
}

/** `<Connect>` does not count: it fails at once where the endpoint is gone. */
function takesTime({ verb }: Verb): boolean {
  return verb === 'Ring' || verb === 'SpeakSentence' || verb === 'PlayAudio' || verb === 'Pause'
}
