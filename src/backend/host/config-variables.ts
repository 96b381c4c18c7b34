import { isIP } from 'node:net'
import * as v from 'valibot'
import { e164Pattern } from '../../wire/calls-api.ts'
import { Platform } from '../../wire/phone-api.ts'
import { isLoopback } from './loopback.ts'
import { logLevels } from './log.ts'

/**
 * The environment variables, each with what is expected of it in words. No message repeats a value: what stands in the wrong
 * variable may be a secret.
 */

/** @param read undefined for a text that is not what was expected */
function variable<Value>(expected: string, read: (text: string) => Value | undefined) {
  return v.pipe(
    v.string(`is missing: it must be ${expected}`),
    v.rawTransform<string, Value>(({ dataset, addIssue, NEVER }) => {
      const value = read(dataset.value)
      if (value !== undefined) return value
      addIssue({ message: `must be ${expected}` })
      return NEVER
    }),
  )
}

function matching(expected: string, pattern: RegExp) {
  return variable(expected, (text) => (pattern.test(text) ? text : undefined))
}

function oneOf<const Choice extends string>(choices: readonly Choice[]) {
  const expected = `one of ${choices.join(', ')}`
  return variable(expected, (text) => choices.find((choice) => choice === text))
}

function wholeNumber(what: string, min: number, max: number) {
  return variable(`${what} from ${min} to ${max}`, (text) => {
    const number = /^\d{1,6}$/.test(text) ? Number(text) : NaN
    return number >= min && number <= max ? number : undefined
  })
}

/** Encrypted, unless it does not leave this computer. @returns undefined for what has a query, a fragment or credentials */
function readUrl(text: string, secure: string, plain: string): URL | undefined {
  if (!URL.canParse(text) || /[?#]/.test(text)) return undefined
  const url = new URL(text)
  const isProtocol = url.protocol === secure || (url.protocol === plain && isLoopback(url.hostname))
  return isProtocol && url.username === '' && url.password === '' ? url : undefined
}

/** The phone is built for the root of a host, and its cookies are bound to one. */
const Origin = variable(
  'an https address without a path, like https://phone.example.com (http only on this computer)',
  (text) => {
    const url = readUrl(text, 'https:', 'http:')
    return url?.pathname === '/' ? url.origin : undefined
  },
)

const HttpUrl = variable('an https address (http only on this computer)', (text) =>
  readUrl(text, 'https:', 'http:') ? text.replace(/\/+$/, '') : undefined,
)

const GatewayUrl = variable('a wss address without a query (ws only on this computer)', (text) =>
  readUrl(text, 'wss:', 'ws:') ? text : undefined,
)

/** 22 characters of base64url hold 128 bits. */
const WebhookSecrets = variable(
  'one or more secrets, separated by commas, each of at least 22 letters, digits, “-” and “_”',
  (text): [string, ...string[]] | undefined => {
    const [first, ...others] = text.split(/[\s,]+/).filter((secret) => secret !== '')
    if (first === undefined) return undefined
    const isGood = [first, ...others].every((secret) => /^[\w-]{22,200}$/.test(secret))
    return isGood ? [first, ...others] : undefined
  },
)

const ProxyAddresses = variable(
  'addresses or networks like 10.0.0.0/8, separated by commas',
  (text): [string, ...string[]] | undefined => {
    const [first, ...others] = text.split(/[\s,]+/).filter((address) => address !== '')
    if (first === undefined) return undefined
    return [first, ...others].every(isNetwork) ? [first, ...others] : undefined
  },
)

function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/')
  const version = isIP(address)
  if (version === 0 || rest.length > 0) return false
  return (
    bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128))
  )
}

const HeaderName = matching('the name of an HTTP header', /^[A-Za-z0-9-]{1,100}$/)
const anything = /^[^\p{Cc}]+$/u

export const authModes = ['development', 'proxy', 'jwt'] as const

export const CommonVariables = v.object({
  PORT: v.optional(wholeNumber('a TCP port', 0, 65_535), '8787'),
  HOST: v.optional(
    matching('an address of this computer or “localhost”', /^[\w.:-]+$/),
    '127.0.0.1',
  ),
  PUBLIC_URL: Origin,
  FALLBACK_URL: v.optional(Origin),
  DATABASE: v.optional(matching('the path of a file', anything), './offhook.db'),
  LOG_LEVEL: v.optional(oneOf(logLevels), 'info'),

  BANDWIDTH_ACCOUNT_ID: matching('the digits of your account', /^\d{1,20}$/),
  BANDWIDTH_CLIENT_ID: matching('the id of API credentials of your account', /^[^\s:]+$/),
  BANDWIDTH_CLIENT_SECRET: matching('the secret that belongs to that id', anything),
  BANDWIDTH_APPLICATION_ID: matching('the id of a voice application', /^[\w-]+$/),
  BANDWIDTH_PLATFORM: v.optional(oneOf(Platform.options), 'brtc'),
  BANDWIDTH_GATEWAY_URL: v.optional(GatewayUrl),
  BANDWIDTH_TOKEN_URL: v.optional(HttpUrl),
  BANDWIDTH_ENDPOINTS_URL: v.optional(HttpUrl),
  BANDWIDTH_CALLS_URL: v.optional(HttpUrl),

  WEBHOOK_SECRETS: WebhookSecrets,
  VOICE_USERNAME: matching('a name without a colon', /^[^\p{Cc}:]{1,1024}$/u),
  VOICE_PASSWORD: matching('a password of at least 16 characters', /^[^\p{Cc}]{16,1024}$/u),

  DIALING_RULES: v.optional(matching('the path of a file', anything)),
  OUTBOUND_NUMBER: v.optional(
    matching('a number of your account in E.164, like +19195550100', e164Pattern),
  ),
  // The limits of create-call [SPEC].
  CALL_TIMEOUT_SECONDS: v.optional(wholeNumber('a number of seconds', 1, 300)),
  RING_SECONDS: v.optional(wholeNumber('a number of seconds', 1, 60)),
  HOLD_LIMIT_SECONDS: v.optional(wholeNumber('a number of seconds', 10, 3_600)),

  AUTH: oneOf(authModes),
})

export const ProxyVariables = v.object({
  AUTH_PROXY_HEADER: HeaderName,
  AUTH_PROXY_ADDRESSES: ProxyAddresses,
  AUTH_PROXY_SECRET: v.optional(
    matching('a secret of at least 16 characters', /^[\x21-\x7e]{16,}$/),
  ),
})

export const JwtVariables = v.object({
  AUTH_JWT_ISSUER: matching('the issuer (iss) of the tokens', anything),
  AUTH_JWT_AUDIENCE: matching('the audience (aud) of the tokens', anything),
  AUTH_JWT_JWKS_URL: HttpUrl,
  AUTH_JWT_USER_CLAIM: v.optional(matching('the name of a claim', anything), 'sub'),
  AUTH_JWT_HEADER: v.optional(HeaderName),
  AUTH_JWT_COOKIE: v.optional(matching('the name of a cookie', /^[\w!#$%&'*+.^`|~-]+$/)),
})

/** Those that may come from a file instead, named by the same variable with `_FILE` behind it, as containers are given them. */
export const secretVariables = [
  'BANDWIDTH_CLIENT_SECRET',
  'WEBHOOK_SECRETS',
  'VOICE_PASSWORD',
  'AUTH_PROXY_SECRET',
] as const

/** Every variable that there is. */
export const variableNames: readonly string[] = [
  ...Object.keys(CommonVariables.entries),
  ...Object.keys(ProxyVariables.entries),
  ...Object.keys(JwtVariables.entries),
  ...secretVariables.map((name) => `${name}_FILE`),
]
