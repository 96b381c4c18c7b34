import type { EndCause } from '../wire/phone-api.ts'
import { BandwidthApiError } from './bandwidth-api.ts'

/** What a create-call that did not work means for the agent: a cause the phone knows, and a sentence. */
export type CreateCallFailure = { cause: EndCause; message: string }

/** The errors of bandwidth-backend 5.2. Bandwidth's own words stay in the log: they are for developers. */
export function createCallFailure(error: unknown): CreateCallFailure {
  if (!(error instanceof BandwidthApiError)) return unexpected
  if (error.type === 'timeout') return unknownOutcome
  if (error.type === 'unreachable' || error.status === undefined) return unreachable
  if (error.status === 400) return /\bto\b/.test(error.message) ? badNumber : misconfigured
  return failures.get(error.status) ?? (error.status >= 500 ? bandwidthBroken : unexpected)
}

/** Bandwidth had no time for this call; nothing was dialled. */
export function isBusy(error: unknown): error is BandwidthApiError {
  return error instanceof BandwidthApiError && (error.status === 429 || error.status === 503)
}

const badNumber: CreateCallFailure = {
  cause: 'failed',
  message: 'Bandwidth does not accept this number. Check it and dial again.',
}
const misconfigured: CreateCallFailure = {
  cause: 'failed',
  message:
    'The call could not be placed: the telephone system is not set up correctly. Tell your administrator.',
}
const bandwidthBroken: CreateCallFailure = {
  cause: 'failed',
  message:
    'The call could not be placed: Bandwidth reports a fault. Try again, and tell your administrator if it happens again.',
}
const unexpected: CreateCallFailure = {
  cause: 'failed',
  message: 'The call could not be placed. Tell your administrator if it happens again.',
}
const unreachable: CreateCallFailure = {
  cause: 'try-later',
  message: 'The telephone network cannot be reached. Try again in a moment.',
}
const busy: CreateCallFailure = {
  cause: 'try-later',
  message: 'The telephone network is busy. Try again in a moment.',
}

/** For a call of which nobody knows whether it was placed, when nothing more was heard of it. */
export const unknownOutcome: CreateCallFailure = {
  cause: 'failed',
  message:
    'It is not known whether the call was placed: Bandwidth did not answer. The other telephone may have rung.',
}

const failures = new Map<number, CreateCallFailure>([
  [401, misconfigured],
  [
    402,
    {
      cause: 'failed',
      message:
        'The call could not be placed: the telephone account has no credit. Tell your administrator.',
    },
  ],
  [403, misconfigured],
  [404, misconfigured],
  [429, busy],
  [503, busy],
])
