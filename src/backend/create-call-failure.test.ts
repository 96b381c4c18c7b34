import { describe, expect, it } from 'vitest'
import { BandwidthApiError } from './bandwidth-api.ts'
import { createCallFailure, isBusy, unknownOutcome } from './create-call-failure.ts'

const error = (status: number | undefined, type: string, message = 'Bandwidth’s own words') =>
  new BandwidthApiError(message, { type, ...(status !== undefined && { status }) })

const misconfigured =
  'The call could not be placed: the telephone system is not set up correctly. Tell your administrator.'
const busy = 'The telephone network is busy. Try again in a moment.'
const broken =
  'The call could not be placed: Bandwidth reports a fault. Try again, and tell your administrator if it happens again.'
const unexpected = 'The call could not be placed. Tell your administrator if it happens again.'

describe('what the agent reads when a call could not be placed', () => {
  it.each([
    [400, 'validation', 'failed', misconfigured],
    [401, 'authentication-error', 'failed', misconfigured],
    [
      402,
      'unknown',
      'failed',
      'The call could not be placed: the telephone account has no credit. Tell your administrator.',
    ],
    [403, 'authorization-error', 'failed', misconfigured],
    [404, 'validation', 'failed', misconfigured],
    [405, 'validation', 'failed', unexpected],
    [409, 'validation', 'failed', unexpected],
    [415, 'validation', 'failed', unexpected],
    [429, 'error', 'try-later', busy],
    [500, 'internal-error', 'failed', broken],
    [503, 'system-overloaded', 'try-later', busy],
    [599, 'unknown', 'failed', broken],
    [
      undefined,
      'unreachable',
      'try-later',
      'The telephone network cannot be reached. Try again in a moment.',
    ],
    [
      undefined,
      'timeout',
      'failed',
      'It is not known whether the call was placed: Bandwidth did not answer. The other telephone may have rung.',
    ],
  ] as const)('because of %s %s is cause %s', (status, type, cause, message) => {
    expect(createCallFailure(error(status, type))).toEqual({ cause, message })
  })

  it.each([
    'Invalid to: must be an E164 telephone number',
    'to must be within the range [1, 2], but was 3',
  ])('is about the number where Bandwidth says %j', (words) => {
    expect(createCallFailure(error(400, 'validation', words))).toEqual({
      cause: 'failed',
      message: 'Bandwidth does not accept this number. Check it and dial again.',
    })
  })

  it.each([
    'Invalid from: must be an E164 telephone number',
    'Invalid answerUrl: only http and https are allowed',
    'Could not create call: Application id app-1 not found',
    'customParameter must be within the range [1, 2], but was 3',
  ])('is about the settings where Bandwidth says %j', (words) => {
    expect(createCallFailure(error(400, 'validation', words)).message).toBe(misconfigured)
  })

  it('after a proxy’s 502 or 504 is that nobody knows', () => {
    expect(createCallFailure(error(502, 'timeout'))).toBe(unknownOutcome)
    expect(createCallFailure(error(504, 'timeout'))).toBe(unknownOutcome)
  })

  it('never shows the words of an error that nobody foresaw', () => {
    const failure = createCallFailure(new TypeError('x is not a function'))
    expect(failure).toEqual({ cause: 'failed', message: unexpected })
  })
})

it.each([
  [429, true],
  [503, true],
  [500, false],
  [400, false],
  [undefined, false],
])('a status of %s means that Bandwidth will have time later: %s', (status, expected) => {
  expect(isBusy(error(status, 'any'))).toBe(expected)
})

it('an error that is not Bandwidth’s does not mean that it has no time', () => {
  expect(isBusy(Object.assign(new Error('429'), { status: 429 }))).toBe(false)
})
