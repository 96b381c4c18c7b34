import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BandwidthApiError } from '../bandwidth-api.ts'
import { createPinoLog, type LogLevel } from './log.ts'
import { routePattern } from './route-pattern.ts'

function logToLines(options: { level?: LogLevel; secrets?: string[] } = {}) {
  const lines: string[] = []
  const { level = 'debug', secrets = [] } = options
  const destination = { write: (line: string) => void lines.push(line) }
  return { host: createPinoLog({ level, secrets, destination }), lines }
}

const parse = (line: string | undefined): unknown => JSON.parse(line ?? '')

describe('the log of the process', () => {
  it('writes one line of JSON for each entry, with the ids in it', () => {
    const { host, lines } = logToLines()
    host.log({ level: 'warn', message: 'first\nstill first', endpointId: 'e-1', callId: 'c-1' })
    host.log({ level: 'info', message: 'second' })

    expect(lines).toHaveLength(2)
    expect(lines.every((line) => line.indexOf('\n') === line.length - 1)).toBe(true)
    expect(parse(lines[0])).toEqual({
      level: 'warn',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      message: 'first\nstill first',
      endpointId: 'e-1',
      callId: 'c-1',
    })
  })

  it('says of a refused request what Bandwidth said, down to the first cause', () => {
    const { host, lines } = logToLines()
    const cause = new BandwidthApiError('Invalid to: +19195550100', {
      status: 429,
      type: 'error',
      retryAfter: 3,
      cause: Object.assign(new Error('socket hang up'), {
        code: 'ECONNRESET',
        config: { headers: { Authorization: 'Bearer abc' }, data: 'the body' },
      }),
    })
    host.log({ level: 'error', message: 'No call', cause })

    expect(parse(lines[0])).toMatchObject({
      cause: {
        name: 'BandwidthApiError',
        message: 'Invalid to: …0100',
        status: 429,
        type: 'error',
        retryAfter: 3,
        stack: expect.arrayContaining([expect.stringMatching(/^at .*log\.test\.ts/)]),
        cause: { name: 'Error', message: 'socket hang up', code: 'ECONNRESET' },
      },
    })
    expect(lines[0]).not.toMatch(/abc|the body/)
  })

  it.each([
    ['a text', 'lost +19195550100', { name: 'string', message: 'lost …0100' }],
    ['an object', { number: '+19195550100' }, { name: 'object', message: 'no Error was thrown' }],
    ['an error that cannot be read', unreadable(), { name: 'Error' }],
    ['its own cause', cyclic(), { message: 'again', cause: { message: 'again' } }],
    ['several errors', new AggregateError([new Error('one')]), { errors: [{ message: 'one' }] }],
  ])('survives that %s was thrown', (_what, cause, expected) => {
    const { host, lines } = logToLines()
    host.log({ level: 'error', message: 'Oh', cause })
    expect(parse(lines[0])).toMatchObject({ cause: expected })
  })

  it('tells nothing below its level', () => {
    const { host, lines } = logToLines({ level: 'warn' })
    host.debug('detail')
    host.log({ level: 'info', message: 'news' })
    host.log({ level: 'warn', message: 'trouble' })
    host.fatal('the end', new Error('cause'))
    expect(lines.map((line) => (parse(line) as { level: string }).level)).toEqual(['warn', 'fatal'])
  })

  it('tells requests by their route, and what we failed louder than the rest', () => {
    const { host, lines } = logToLines()
    const request = { requestId: 'r-1', method: 'GET', ms: 2 }
    host.request({ ...request, route: '/api/endpoints/:id', status: 404 })
    host.request({ ...request, route: '/assets/:id', status: 200 })
    host.request({ ...request, route: '/hooks/brtc/:id', status: 500 })
    host.request({ ...request, route: '/readyz', status: 503 })
    expect(lines.map(parse)).toMatchObject([
      { level: 'info', requestId: 'r-1', method: 'GET', route: '/api/endpoints/:id', status: 404 },
      { level: 'debug', route: '/assets/:id' },
      { level: 'error', route: '/hooks/brtc/…' },
      { level: 'debug', route: '/readyz' },
    ])
  })

  it('holds no number and no secret, whatever is logged', () => {
    const secret = fc.stringMatching(/^[\w-]{22,40}$/)
    const number = fc.stringMatching(/^\+[1-9]\d{6,14}$/)
    fc.assert(
      fc.property(secret, number, fc.string(), (secret, number, noise) => {
        const text = `${noise}${secret} ${number}${noise}`
        const { host, lines } = logToLines({ secrets: [secret] })
        const inner = Object.assign(new Error(text), { code: text, type: text, response: text })
        const cause = Object.assign(new Error(text, { cause: inner }), { name: text })
        cause.stack = `${text}\n    at ${text}`
        host.log({ level: 'error', message: text, endpointId: text, callId: text, cause })
        host.log({ level: 'error', message: noise, cause: { text } })
        host.fatal(text, new AggregateError([cause, text], text))
        host.debug(text)
        host.request({ requestId: 'r', method: text, route: text, status: 200, ms: 1 })

        expect(lines).toHaveLength(5)
        expect(lines.join('')).not.toContain(secret)
        expect(lines.join('')).not.toContain(number.slice(1))
      }),
      { numRuns: 50 },
    )
  })
})

describe('the route in the log', () => {
  it.each([
    ['/', '/'],
    ['/api/endpoints/e-1/release', '/api/endpoints/:id/release'],
    ['/hooks/brtc/a-secret', '/hooks/brtc/:id'],
    ['/hooks/voice/connect-status/a-secret', '/hooks/voice/connect-status/:id'],
    ['/assets/index-abc.js', '/assets/:id'],
    ['/wp-admin/1/2/3/4/5/6/7', '/:id/:id/:id/:id/:id/:id/…'],
  ])('of %s names no id and no secret', (path, pattern) => {
    expect(routePattern(path)).toBe(pattern)
  })
})

function unreadable(): Error {
  return new Proxy(new Error('secret'), {
    get: (target, key) => {
      if (key === 'message') throw new Error('no')
      return Reflect.get(target, key) as unknown
    },
  })
}

function cyclic(): Error {
  const error = new Error('again')
  error.cause = error
  return error
}
