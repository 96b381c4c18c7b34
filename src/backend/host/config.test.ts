import { describe, expect, it } from 'vitest'
import example from '../../../.env.example?raw'
import { defaultGatewayUrl } from '../../wire/gateway.ts'
import { type Environment, parseConfig, secretsOf } from './config.ts'
import { variableNames } from './config-variables.ts'

const secret = 'abcdefghijklmnopqrstuv'
const complete = {
  PUBLIC_URL: 'https://phone.example.com/',
  BANDWIDTH_ACCOUNT_ID: '9900000',
  BANDWIDTH_CLIENT_ID: 'client',
  BANDWIDTH_CLIENT_SECRET: 'client-secret',
  BANDWIDTH_APPLICATION_ID: '04e88489-df02-4e34-a0ee-27a91849555f',
  WEBHOOK_SECRETS: secret,
  VOICE_USERNAME: 'bandwidth',
  VOICE_PASSWORD: 'a long pass-word',
  OUTBOUND_NUMBER: '+19195550100',
  AUTH: 'development',
}
const proxy = { AUTH: 'proxy', AUTH_PROXY_HEADER: 'X-User', AUTH_PROXY_ADDRESSES: '10.0.0.0/8' }
const jwt = {
  AUTH: 'jwt',
  AUTH_JWT_ISSUER: 'https://login.example.com/',
  AUTH_JWT_AUDIENCE: 'offhook',
  AUTH_JWT_JWKS_URL: 'https://login.example.com/jwks',
}

type ReadText = (path: string) => string

function noFile(): string {
  throw new Error('ENOENT')
}

function problemsOf(env: Environment, readText: ReadText = noFile): readonly string[] {
  const parsed = parseConfig(env, readText)
  return parsed.ok ? [] : parsed.problems
}

function configOf(env: Environment, readText: ReadText = noFile) {
  const parsed = parseConfig(env, readText)
  if (!parsed.ok) throw new Error(parsed.problems.join('\n'))
  return parsed.config
}

describe('the configuration', () => {
  it('has a default for all that need not be decided', () => {
    expect(configOf(complete)).toMatchObject({
      listen: { host: '127.0.0.1', port: 8787 },
      publicUrl: 'https://phone.example.com',
      database: './offhook.db',
      logLevel: 'info',
      bandwidth: { platform: 'brtc', gatewayUrl: defaultGatewayUrl },
      webhookSecrets: [secret],
      dialingRules: { allowedCountries: ['US', 'CA'], callerId: { default: '+19195550100' } },
      limits: {},
      auth: { type: 'development' },
    })
  })

  it('names all that is missing at once', () => {
    const problems = problemsOf({})
    const missing = Object.keys(complete)
    expect(problems).toHaveLength(missing.length)
    for (const name of missing) {
      expect(problems).toContainEqual(expect.stringMatching(new RegExp(`^${name} is missing: .+`)))
    }
  })

  it.each([
    ['PORT', '80a'],
    ['PORT', '65536'],
    ['HOST', 'not a host'],
    ['PUBLIC_URL', 'phone.internal'],
    ['PUBLIC_URL', 'http://phone.example.com'],
    ['PUBLIC_URL', 'https://phone.example.com/path'],
    ['PUBLIC_URL', 'https://phone.example.com/?query'],
    ['PUBLIC_URL', 'https://user:word@phone.example.com'],
    ['FALLBACK_URL', 'http://phone.example.com'],
    ['LOG_LEVEL', 'loud'],
    ['BANDWIDTH_ACCOUNT_ID', 'acme'],
    ['BANDWIDTH_PLATFORM', 'sip'],
    ['BANDWIDTH_GATEWAY_URL', 'ws://gateway.example.com'],
    ['BANDWIDTH_GATEWAY_URL', 'wss://gateway.example.com?x=y'],
    ['BANDWIDTH_TOKEN_URL', 'http://api.example.com'],
    ['WEBHOOK_SECRETS', 'short'],
    ['WEBHOOK_SECRETS', `${secret},short`],
    ['WEBHOOK_SECRETS', `${secret}/not-url-safe`],
    ['VOICE_USERNAME', 'with:colon'],
    ['VOICE_PASSWORD', 'fifteen-letters'],
    ['OUTBOUND_NUMBER', '9195550199'],
    ['CALL_TIMEOUT_SECONDS', '0'],
    ['RING_SECONDS', '1.5'],
    ['HOLD_LIMIT_SECONDS', '-10'],
    ['AUTH', 'none'],
    ['DIALING_RULES', '/no/such/file'],
  ])('refuses %s=%s in one sentence that does not repeat it', (name, value) => {
    const problems = problemsOf({ ...complete, ...proxy, [name]: value })
    expect(problems).toEqual([expect.stringMatching(new RegExp(`^${name} must be .+`))])
    if (value.length > 4) expect(problems.join()).not.toContain(value)
  })

  it('takes unencrypted addresses of this computer, for trials with the simulator', () => {
    const config = configOf({
      ...complete,
      PUBLIC_URL: 'http://127.0.0.1:8787',
      BANDWIDTH_TOKEN_URL: 'http://localhost:8788/token',
      BANDWIDTH_GATEWAY_URL: 'ws://[::1]:8788/gateway',
    })
    expect(config.publicUrl).toBe('http://127.0.0.1:8787')
    expect(config.bandwidth.tokenUrl).toBe('http://localhost:8788/token')
  })

  it('takes an empty variable for one that is not there', () => {
    expect(configOf({ ...complete, PORT: '', FALLBACK_URL: ' ' }).listen.port).toBe(8787)
    expect(problemsOf({ ...complete, VOICE_PASSWORD: '' })).toEqual([
      expect.stringMatching(/^VOICE_PASSWORD is missing/),
    ])
  })

  it('accepts several webhook secrets, the first of which is used', () => {
    const other = 'zyxwvutsrqponmlkjihgfe'
    const { webhookSecrets } = configOf({ ...complete, WEBHOOK_SECRETS: `${other}, ${secret}` })
    expect(webhookSecrets).toEqual([other, secret])
  })

  it('connects phones of the older platform to its own gateway', () => {
    const { bandwidth } = configOf({ ...complete, BANDWIDTH_PLATFORM: 'webrtc' })
    expect(bandwidth.gatewayUrl).toBe('wss://device.webrtc.bandwidth.com')
  })
})

describe('secrets in files', () => {
  const { VOICE_PASSWORD: password, ...rest } = complete
  const files = (path: string) => (path === '/run/secrets/voice' ? `${password}\n` : noFile())

  it('are read without the line end', () => {
    const config = configOf({ ...rest, VOICE_PASSWORD_FILE: '/run/secrets/voice' }, files)
    expect(config.voiceCredentials.password).toBe(password)
  })

  it('that are not there are named once', () => {
    expect(problemsOf({ ...rest, VOICE_PASSWORD_FILE: '/no/such/file' }, files)).toEqual([
      'VOICE_PASSWORD_FILE must be the path of a readable file with the secret in it',
    ])
  })

  it('and in the variable too are one too many', () => {
    expect(problemsOf({ ...complete, VOICE_PASSWORD_FILE: '/run/secrets/voice' }, files)).toEqual([
      'VOICE_PASSWORD and VOICE_PASSWORD_FILE are both set: keep one',
    ])
  })
})

describe('the dialing rules', () => {
  it('come from a file, whose number OUTBOUND_NUMBER replaces', () => {
    const rules = configOf(complete).dialingRules
    const text = JSON.stringify({ ...rules, allowedCountries: ['DE'] })
    const config = configOf(
      { ...complete, DIALING_RULES: 'rules.json', OUTBOUND_NUMBER: '+19195550199' },
      () => text,
    )
    expect(config.dialingRules).toMatchObject({
      allowedCountries: ['DE'],
      callerId: { default: '+19195550199' },
    })
  })

  it('that are wrong are named field by field', () => {
    const problems = problemsOf({ ...complete, DIALING_RULES: 'rules.json' }, () => '{}')
    expect(problems.length).toBeGreaterThan(1)
    expect(problems).toContainEqual('DIALING_RULES: allowedCountries is missing')
  })
})

describe('sign-in', () => {
  it.each(['0.0.0.0', '192.168.0.7', 'phone.internal'])(
    'is not left out where others reach the server: %s',
    (HOST) => {
      expect(problemsOf({ ...complete, HOST })).toEqual([
        expect.stringMatching(/^AUTH=development .* HOST/),
      ])
      expect(problemsOf({ ...complete, ...proxy, HOST })).toEqual([])
    },
  )

  it('by a proxy needs to know the proxy', () => {
    expect(problemsOf({ ...complete, AUTH: 'proxy', AUTH_PROXY_ADDRESSES: 'everywhere' })).toEqual([
      expect.stringMatching(/^AUTH_PROXY_HEADER is missing/),
      expect.stringMatching(/^AUTH_PROXY_ADDRESSES must be addresses/),
    ])
    const env = { ...complete, ...proxy, AUTH_PROXY_SECRET: 'sixteen-letters!' }
    expect(configOf(env).auth).toEqual({
      type: 'proxy',
      header: 'X-User',
      addresses: ['10.0.0.0/8'],
      secret: 'sixteen-letters!',
    })
  })

  it('by tokens takes them from one place', () => {
    const auth = (env: Environment) => configOf({ ...complete, ...jwt, ...env }).auth
    expect(auth({})).toMatchObject({ userClaim: 'sub', tokenSource: { type: 'authorization' } })
    expect(auth({ AUTH_JWT_HEADER: 'X-Token' })).toMatchObject({
      tokenSource: { type: 'header', name: 'X-Token' },
    })
    expect(auth({ AUTH_JWT_COOKIE: 'token' })).toMatchObject({
      tokenSource: { type: 'cookie', name: 'token' },
    })
    const both = { ...complete, ...jwt, AUTH_JWT_HEADER: 'X-Token', AUTH_JWT_COOKIE: 'token' }
    expect(problemsOf(both)).toEqual([expect.stringMatching(/both set/)])
  })

  it('does not pass over a variable that is misspelt', () => {
    expect(problemsOf({ ...complete, ...proxy, AUTH_PROXY_SECRT: 'x' })).toEqual([
      'AUTH_PROXY_SECRT is unknown',
    ])
  })
})

describe('what is kept out of the log', () => {
  it('is every secret, alone and as HTTP Basic sends it', () => {
    const config = configOf({ ...complete, ...proxy, AUTH_PROXY_SECRET: 'sixteen-letters!' })
    expect(secretsOf(config)).toEqual(
      expect.arrayContaining([
        'client-secret',
        secret,
        'a long pass-word',
        'sixteen-letters!',
        btoa('client:client-secret'),
        btoa('bandwidth:a long pass-word'),
      ]),
    )
  })
})

describe('.env.example', () => {
  const lines = example.split('\n').flatMap((line) => /^(# )?([A-Z_]+)=(.*)$/.exec(line) ?? [])
  const names = lines.filter((_, index) => index % 4 === 2)

  it('has every variable once, and no other', () => {
    expect(names.toSorted()).toEqual([...variableNames].toSorted())
  })

  it('is a configuration once the empty lines are filled in', () => {
    const filled = Object.fromEntries(
      example.split('\n').flatMap((line) => {
        const [, name, value] = /^([A-Z_]+)=(.*)$/.exec(line) ?? []
        if (name === undefined) return []
        return [[name, value || (complete as Environment)[name]]]
      }),
    )
    expect(problemsOf(filled)).toEqual([])
  })
})
