import * as v from 'valibot'

/**
 * Bandwidth's Calls API (Programmable Voice), base `https://voice.bandwidth.com/api/v2`.
 * Fields and limits from `bandwidth.yml` of bandwidth-sdk 8.1.4 [SPEC]; error bodies [V23 errors].
 */

const Method = v.picklist(['POST', 'GET'])
const Url = v.pipe(v.string(), v.maxLength(2048), v.regex(/^https?:\/\//))
const Credential = v.pipe(v.string(), v.maxLength(1024))

/** A number in E.164 with its `+`. [SPEC: "must be an E164 telephone number"] */
export const e164Pattern = /^\+[1-9]\d{1,14}$/

/** `callTimeout` 1–300 s from ringing, default 30; `callbackTimeout` 1–25 s, default 15. */
export const CreateCallRequest = v.object({
  to: v.pipe(v.string(), v.regex(/^(\+[1-9]\d{1,14}|sip:.+)$/)),
  from: v.pipe(v.string(), v.regex(e164Pattern)),
  applicationId: v.string(),
  answerUrl: Url,
  answerMethod: v.optional(Method),
  answerFallbackUrl: v.optional(Url),
  answerFallbackMethod: v.optional(Method),
  username: v.optional(Credential),
  password: v.optional(Credential),
  fallbackUsername: v.optional(Credential),
  fallbackPassword: v.optional(Credential),
  disconnectUrl: v.optional(Url),
  disconnectMethod: v.optional(Method),
  callTimeout: v.optional(v.pipe(v.number(), v.minValue(1), v.maxValue(300))),
  callbackTimeout: v.optional(v.pipe(v.number(), v.minValue(1), v.maxValue(25))),
  priority: v.optional(v.pipe(v.number(), v.minValue(1), v.maxValue(5))),
  tag: v.optional(v.pipe(v.string(), v.maxLength(4096))),
  displayName: v.optional(v.pipe(v.string(), v.maxLength(256))),
  privacy: v.optional(v.boolean()),
  uui: v.optional(v.pipe(v.string(), v.maxLength(350))),
  machineDetection: v.optional(v.looseObject({})),
})
export type CreateCallRequest = v.InferOutput<typeof CreateCallRequest>

/** 201 with a `Location` header. `callId` is 47 characters beginning `c-` [SMOKE]: opaque to us. */
export const CreateCallResponse = v.object({
  applicationId: v.string(),
  accountId: v.string(),
  callId: v.string(),
  to: v.string(),
  from: v.string(),
  enqueuedTime: v.optional(v.string()),
  callUrl: v.string(),
  callTimeout: v.optional(v.number()),
  callbackTimeout: v.optional(v.number()),
  tag: v.optional(v.nullable(v.string())),
  answerMethod: Method,
  answerUrl: v.string(),
  disconnectMethod: Method,
  disconnectUrl: v.optional(v.nullable(v.string())),
  priority: v.optional(v.number()),
})
export type CreateCallResponse = v.InferOutput<typeof CreateCallResponse>

/**
 * `completed` hangs up an answered call, cancels an unanswered outbound and rejects an unanswered
 * inbound one; `active` interrupts the running BXML and posts `redirect` to `redirectUrl`.
 */
export const UpdateCallRequest = v.object({
  state: v.optional(v.picklist(['active', 'completed'])),
  redirectUrl: v.optional(Url),
  redirectMethod: v.optional(Method),
  redirectFallbackUrl: v.optional(Url),
  redirectFallbackMethod: v.optional(Method),
  username: v.optional(Credential),
  password: v.optional(Credential),
  fallbackUsername: v.optional(Credential),
  fallbackPassword: v.optional(Credential),
  tag: v.optional(v.pipe(v.string(), v.maxLength(4096))),
})
export type UpdateCallRequest = v.InferOutput<typeof UpdateCallRequest>

/** Other states may appear [SPEC: tolerate]. */
export const CallState = v.object({
  callId: v.string(),
  accountId: v.string(),
  applicationId: v.string(),
  to: v.string(),
  from: v.string(),
  direction: v.picklist(['inbound', 'outbound']),
  state: v.string(),
  startTime: v.optional(v.nullable(v.string())),
  answerTime: v.optional(v.nullable(v.string())),
  endTime: v.optional(v.nullable(v.string())),
  disconnectCause: v.optional(v.nullable(v.string())),
  errorMessage: v.optional(v.nullable(v.string())),
  errorId: v.optional(v.nullable(v.string())),
})
export type CallState = v.InferOutput<typeof CallState>

/** 400 validation, 401 authentication-error, 403 authorization-error, 404/409 validation, 429 error, 500 internal-error, 503 system-overloaded. */
export const VoiceApiError = v.object({
  type: v.string(),
  description: v.string(),
  id: v.optional(v.string()),
})
export type VoiceApiError = v.InferOutput<typeof VoiceApiError>
