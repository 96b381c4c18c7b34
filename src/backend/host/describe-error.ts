import type { Redact } from './redact.ts'

export type DescribedError = {
  name: string
  message: string
  /** Of those errors that have them, BandwidthApiError before all. */
  type?: string
  code?: string
  status?: number
  retryAfter?: number
  stack?: readonly string[]
  cause?: DescribedError
  /** Of an AggregateError. */
  errors?: readonly DescribedError[]
}

/** So many causes of causes are told; one that is its own cause ends there too. */
const depthLimit = 4
/** Characters of a text: who calls us decides what is in some of them. */
const lengthLimit = 2_000
const frameLimit = 8
const aggregateLimit = 3

/**
 * What a log says of something that was thrown. Only known fields are read: a request or an answer, which HTTP libraries hang
 * on their errors, holds credentials and what people say. Never throws, whatever it was.
 */
export function describeError(thrown: unknown, redact: Redact, depth = 0): DescribedError {
  const clean = (text: string) => redact(text.slice(0, lengthLimit))
  if (!(thrown instanceof Error)) {
    const isText = typeof thrown === 'string'
    return { name: typeof thrown, message: isText ? clean(thrown) : 'no Error was thrown' }
  }
  try {
    const { type, code, status, retryAfter, cause, errors } = thrown as Error & Details
    const next = (inner: unknown) => describeError(inner, redact, depth + 1)
    const isDeep = depth + 1 >= depthLimit
    return {
      name: clean(thrown.name),
      message: clean(thrown.message),
      ...(typeof type === 'string' && { type: clean(type) }),
      ...(typeof code === 'string' && { code: clean(code) }),
      ...(isSmall(status) && { status }),
      ...(isSmall(retryAfter) && { retryAfter }),
      ...(depth === 0 && { stack: framesOf(thrown).map(clean) }),
      ...(cause !== undefined && !isDeep && { cause: next(cause) }),
      ...(Array.isArray(errors) &&
        !isDeep && { errors: errors.slice(0, aggregateLimit).map(next) }),
    }
  } catch {
    return { name: 'Error', message: 'The error could not be read' }
  }
}

type Details = Partial<
  Record<'type' | 'code' | 'status' | 'retryAfter' | 'cause' | 'errors', unknown>
>

/** A status or a number of seconds; nothing that could be a telephone number. */
function isSmall(value: unknown): value is number {
  return typeof value === 'number' && Math.abs(value) < 1_000_000
}

/** Where it was thrown, without the message, which the stack repeats. */
function framesOf({ stack }: Error): readonly string[] {
  const lines = typeof stack === 'string' ? stack.split('\n') : []
  const frames = lines.filter((line) => /^\s+at /.test(line)).map((line) => line.trim())
  return frames.slice(0, frameLimit)
}
