import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import { defaultGatewayUrl } from '../../wire/gateway.ts'
import type { Platform } from '../../wire/phone-api.ts'
import shippedRules from '../dialing-rules.json?raw'
import { type DialingRules, parseDialingRules } from '../dialing-rules.ts'
import type { Credentials } from '../documents.ts'
import {
  CommonVariables,
  JwtVariables,
  ProxyVariables,
  secretVariables,
  variableNames,
} from './config-variables.ts'
import type { LogLevel } from './log.ts'
import { isLoopback } from './loopback.ts'

export type Config = {
  listen: { host: string; port: number }
  publicUrl: string
  fallbackUrl?: string
  /** The path of the SQLite file. */
  database: string
  logLevel: LogLevel
  bandwidth: {
    accountId: string
    clientId: string
    clientSecret: string
    applicationId: string
    platform: Platform
    gatewayUrl: string
    /** Bandwidth's own unless told otherwise, as are the next two. */
    tokenUrl?: string
    endpointsUrl?: string
    callsUrl?: string
  }
  webhookSecrets: readonly [string, ...string[]]
  voiceCredentials: Credentials
  dialingRules: DialingRules
  /** In seconds, each. Absent: the application's own default. */
  limits: { callTimeout?: number; ringSeconds?: number; holdLimit?: number }
  auth: AuthConfig
}

export type AuthConfig =
  | { type: 'development' }
  | { type: 'proxy'; header: string; addresses: readonly [string, ...string[]]; secret?: string }
  | {
      type: 'jwt'
      issuer: string
      audience: string
      jwksUrl: string
      userClaim: string
      tokenSource:
        | { type: 'authorization' }
        | { type: 'header'; name: string }
        | { type: 'cookie'; name: string }
    }

export type ParsedConfig =
  | { ok: true; config: Config }
  /** Sentences, one for each variable that is missing or wrong. No secret is in them. */
  | { ok: false; problems: readonly string[] }

export type Environment = Readonly<Record<string, string | undefined>>

/** Where the older platform's devices connect [LEG signaling.ts]. */
const webrtcGatewayUrl = 'wss://device.webrtc.bandwidth.com'

/**
 * The whole configuration, from the environment and the files that it names. An empty variable is one that is not there.
 * @param readText the content of a file; throws where there is none
 */
export function parseConfig(environment: Environment, readText = readUtf8): ParsedConfig {
  const problems: string[] = []
  const env = readVariables(environment, readText, problems)
  const common = parse(CommonVariables, env, problems)
  const auth = parseAuth(env, problems)
  const dialingRules = parseRules(env, readText, problems)
  if (problems.length > 0 || !common || !auth || !dialingRules) return { ok: false, problems }
  return { ok: true, config: shape(common, auth, dialingRules) }
}

/** What may appear in no log, in every form in which it travels. */
export function secretsOf({ bandwidth, webhookSecrets, voiceCredentials, auth }: Config): string[] {
  const pairs = [
    `${bandwidth.clientId}:${bandwidth.clientSecret}`,
    `${voiceCredentials.username}:${voiceCredentials.password}`,
  ]
  return [
    bandwidth.clientSecret,
    ...webhookSecrets,
    voiceCredentials.password,
    ...(auth.type === 'proxy' && auth.secret !== undefined ? [auth.secret] : []),
    ...pairs.map((pair) => Buffer.from(pair).toString('base64')),
  ]
}

type ReadText = (path: string) => string

function readUtf8(path: string): string {
  return readFileSync(path, 'utf8')
}

/** Our variables, trimmed, those from files included. */
function readVariables(environment: Environment, readText: ReadText, problems: string[]) {
  const env: Record<string, string | undefined> = {}
  for (const name of variableNames) env[name] = environment[name]?.trim() || undefined
  for (const name of secretVariables) {
    const path = env[`${name}_FILE`]
    if (path === undefined) continue
    if (env[name] !== undefined) problems.push(`${name} and ${name}_FILE are both set: keep one`)
    env[name] = tryToRead(path, readText)?.trim() || undefined
    if (env[name] === undefined) {
      problems.push(`${name}_FILE must be the path of a readable file with the secret in it`)
    }
  }
  // Of these a slip of the pen would go unnoticed and leave a door open.
  for (const name of Object.keys(environment)) {
    if (name.startsWith('AUTH_') && !variableNames.includes(name))
      problems.push(`${name} is unknown`)
  }
  return env
}

function tryToRead(path: string, readText: ReadText): string | undefined {
  try {
    return readText(path)
  } catch {
    return undefined
  }
}

function parse<Schema extends v.GenericSchema<unknown, unknown>>(
  schema: Schema & { entries: object },
  env: Environment,
  problems: string[],
): v.InferOutput<Schema> | undefined {
  const names = Object.keys(schema.entries)
  const parsed = v.safeParse(schema, Object.fromEntries(names.map((name) => [name, env[name]])))
  if (parsed.success) return parsed.output
  for (const issue of parsed.issues) {
    const name = v.getDotPath(issue) ?? ''
    // A secret that its file does not hold has been named already.
    const isNamed = env[`${name}_FILE`] !== undefined && env[name] === undefined
    if (!isNamed) problems.push(`${name} ${issue.message}`)
  }
  return undefined
}

function parseAuth(env: Environment, problems: string[]): AuthConfig | undefined {
  switch (env['AUTH']) {
    case 'development': {
      const host = env['HOST'] ?? '127.0.0.1'
      if (isLoopback(host)) return { type: 'development' }
      problems.push(
        'AUTH=development signs everybody in: HOST must then be 127.0.0.1, ::1 or localhost; otherwise AUTH must be proxy or jwt',
      )
      return undefined
    }
    case 'proxy': {
      const proxy = parse(ProxyVariables, env, problems)
      return proxy && shapeProxy(proxy)
    }
    case 'jwt': {
      const jwt = parse(JwtVariables, env, problems)
      if (jwt?.AUTH_JWT_HEADER === undefined || jwt.AUTH_JWT_COOKIE === undefined) {
        return jwt && shapeJwt(jwt)
      }
      problems.push('AUTH_JWT_HEADER and AUTH_JWT_COOKIE are both set: keep one')
      return undefined
    }
    case undefined:
    default:
      // Named with the common variables.
      return undefined
  }
}

function parseRules(
  env: Environment,
  readText: ReadText,
  problems: string[],
): DialingRules | undefined {
  const { DIALING_RULES: path, OUTBOUND_NUMBER: outboundNumber } = env
  const text = path === undefined ? shippedRules : tryToRead(path, readText)
  if (text === undefined) {
    problems.push('DIALING_RULES must be the path of a readable file')
    return undefined
  }
  if (path === undefined && outboundNumber === undefined) {
    problems.push(
      'OUTBOUND_NUMBER is missing: it must be a number of your account in E.164, unless DIALING_RULES names a file with a callerId',
    )
    return undefined
  }
  const parsed = parseDialingRules(text, outboundNumber)
  if (parsed.ok) return parsed.rules
  // A wrong OUTBOUND_NUMBER has been named already.
  if (path !== undefined) {
    problems.push(...parsed.problems.map((problem) => `DIALING_RULES: ${problem}`))
  }
  return undefined
}

function shape(
  env: v.InferOutput<typeof CommonVariables>,
  auth: AuthConfig,
  dialingRules: DialingRules,
): Config {
  return {
    listen: { host: env.HOST, port: env.PORT },
    publicUrl: env.PUBLIC_URL,
    ...(env.FALLBACK_URL !== undefined && { fallbackUrl: env.FALLBACK_URL }),
    database: env.DATABASE,
    logLevel: env.LOG_LEVEL,
    bandwidth: shapeBandwidth(env),
    webhookSecrets: env.WEBHOOK_SECRETS,
    voiceCredentials: { username: env.VOICE_USERNAME, password: env.VOICE_PASSWORD },
    dialingRules,
    limits: {
      ...(env.CALL_TIMEOUT_SECONDS !== undefined && { callTimeout: env.CALL_TIMEOUT_SECONDS }),
      ...(env.RING_SECONDS !== undefined && { ringSeconds: env.RING_SECONDS }),
      ...(env.HOLD_LIMIT_SECONDS !== undefined && { holdLimit: env.HOLD_LIMIT_SECONDS }),
    },
    auth,
  }
}

function shapeBandwidth(env: v.InferOutput<typeof CommonVariables>): Config['bandwidth'] {
  const platform = env.BANDWIDTH_PLATFORM
  const defaultUrl = platform === 'brtc' ? defaultGatewayUrl : webrtcGatewayUrl
  return {
    accountId: env.BANDWIDTH_ACCOUNT_ID,
    clientId: env.BANDWIDTH_CLIENT_ID,
    clientSecret: env.BANDWIDTH_CLIENT_SECRET,
    applicationId: env.BANDWIDTH_APPLICATION_ID,
    platform,
    gatewayUrl: env.BANDWIDTH_GATEWAY_URL ?? defaultUrl,
    ...(env.BANDWIDTH_TOKEN_URL !== undefined && { tokenUrl: env.BANDWIDTH_TOKEN_URL }),
    ...(env.BANDWIDTH_ENDPOINTS_URL !== undefined && { endpointsUrl: env.BANDWIDTH_ENDPOINTS_URL }),
    ...(env.BANDWIDTH_CALLS_URL !== undefined && { callsUrl: env.BANDWIDTH_CALLS_URL }),
  }
}

function shapeProxy(env: v.InferOutput<typeof ProxyVariables>): AuthConfig {
  return {
    type: 'proxy',
    header: env.AUTH_PROXY_HEADER,
    addresses: env.AUTH_PROXY_ADDRESSES,
    ...(env.AUTH_PROXY_SECRET !== undefined && { secret: env.AUTH_PROXY_SECRET }),
  }
}

function shapeJwt(env: v.InferOutput<typeof JwtVariables>): AuthConfig {
  const { AUTH_JWT_HEADER: header, AUTH_JWT_COOKIE: cookie } = env
  return {
    type: 'jwt',
    issuer: env.AUTH_JWT_ISSUER,
    audience: env.AUTH_JWT_AUDIENCE,
    jwksUrl: env.AUTH_JWT_JWKS_URL,
    userClaim: env.AUTH_JWT_USER_CLAIM,
    tokenSource:
      header !== undefined
        ? { type: 'header', name: header }
        : cookie !== undefined
          ? { type: 'cookie', name: cookie }
          : { type: 'authorization' },
  }
}
