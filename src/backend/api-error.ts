import type { Context } from 'hono'
import type { ApplicationError } from '../wire/phone-api.ts'

/** The HTTP statuses that an ApplicationError goes out with. */
export type ErrorStatus = 400 | 401 | 403 | 404 | 409 | 413 | 415 | 429 | 500 | 502 | 503 | 504

/**
 * The body of every 4xx and 5xx answer of `/api`, see `wire/phone-api.ts`. `message` is a sentence, `retryAfter` in
 * seconds.
 */
export function sendError(
  c: Context,
  status: ErrorStatus,
  code: ApplicationError['code'],
  message: string,
  retryAfter?: number,
): Response {
  const body: ApplicationError = { code, message, ...(retryAfter !== undefined && { retryAfter }) }
  if (retryAfter !== undefined) c.header('Retry-After', String(Math.ceil(retryAfter)))
  return c.json(body, status)
}
