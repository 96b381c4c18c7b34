import * as v from 'valibot'

/**
 * The BXML verbs that a BRTC application needs ([V23], [SDK]; `<Connect>` [D-CON]). A document is a list
 * of verbs; one that ends without a callback is followed by an implicit hang-up [V23 bxml/about].
 */

const Method = v.picklist(['POST', 'GET'])
const seconds = v.pipe(v.number(), v.minValue(0.1), v.maxValue(86_400))
const Text = v.pipe(v.string(), v.trim(), v.nonEmpty())

/**
 * `endpoints`: the SDK's class takes several, the documentation speaks of one; meaning of several UNVERIFIED.
 * `eventFallbackUrl` [DOC-connect].
 */
export const Connect = v.object({
  verb: v.literal('Connect'),
  eventCallbackUrl: v.optional(v.string()),
  eventFallbackUrl: v.optional(v.string()),
  endpoints: v.pipe(v.array(Text), v.minLength(1)),
})

/** The URL is an attribute and the element has no text [V23]; the quick start's text form is not valid BXML. */
export const Redirect = v.object({
  verb: v.literal('Redirect'),
  redirectUrl: Text,
  redirectMethod: v.optional(Method),
  redirectFallbackUrl: v.optional(v.string()),
  redirectFallbackMethod: v.optional(Method),
  username: v.optional(v.string()),
  password: v.optional(v.string()),
  fallbackUsername: v.optional(v.string()),
  fallbackPassword: v.optional(v.string()),
  tag: v.optional(v.string()),
})

/** Plays ringback for `duration` seconds (default 5); answers an unanswered inbound call unless told not to. */
export const Ring = v.object({
  verb: v.literal('Ring'),
  duration: v.optional(seconds),
  answerCall: v.optional(v.boolean()),
})

/** Speaks, and answers an unanswered inbound call [S-SWJ]. */
export const SpeakSentence = v.object({
  verb: v.literal('SpeakSentence'),
  text: Text,
  voice: v.optional(v.string()),
  gender: v.optional(v.string()),
  locale: v.optional(v.string()),
})

/** `.wav` or `.mp3`; a relative URL resolves against the one that served the document. */
export const PlayAudio = v.object({
  verb: v.literal('PlayAudio'),
  audioUrl: Text,
  username: v.optional(v.string()),
  password: v.optional(v.string()),
})

/** Silence, `duration` in seconds (default 1); does not answer a call by itself [S-SWJ]. */
export const Pause = v.object({ verb: v.literal('Pause'), duration: v.optional(seconds) })

/** On an unanswered inbound call this is a rejection. */
export const Hangup = v.object({ verb: v.literal('Hangup') })

/** Sets the call's tag for all later callbacks; blank clears it. */
export const Tag = v.object({
  verb: v.literal('Tag'),
  tag: v.pipe(v.string(), v.maxLength(256)),
})

export const Verb = v.variant('verb', [
  Connect,
  Redirect,
  Ring,
  SpeakSentence,
  PlayAudio,
  Pause,
  Hangup,
  Tag,
])
export type Verb = v.InferOutput<typeof Verb>

/** A larger document is invalid [V23 bxml/about]. */
export const maxBxmlBytes = 64 * 1024
