import type { Context, MiddlewareHandler } from 'hono'
import { errorBody, operationOf } from './api-operations.ts'
import type { Clock } from './clock.ts'
import type { ApiFault, ApiOperation, Faults } from './faults.ts'
import type { Journal } from './journal.ts'

/** Lets the faults that are on order happen to the REST APIs. */
export function injectFaults(options: {
  faults: Faults
  clock: Clock
  journal: Journal
}): MiddlewareHandler {
  const { faults, clock, journal } = options
  return async (c, next) => {
    const operation = operationOf(c.req)
    const fault = operation && faults.takeApi(operation)
    if (!fault) return next()
    journal.record({
      from: 'gateway',
      to: 'application',
      kind: 'warning',
      summary: `fault: ${operation} ${describe(fault)}`,
    })
    if (fault.type === 'status') return refuse(c, operation, fault)
    await next()
    await holdBack(fault, c.res, { faults, clock })
    return undefined
  }
}

function refuse(
  c: Context,
  operation: ApiOperation,
  { status, retryAfter }: Extract<ApiFault, { type: 'status' }>,
): Response {
  // Required with 429 [SPEC]; RFC 9110 10.2.3 has it for 503 too.
  const seconds = retryAfter ?? (status === 429 || status === 503 ? 1 : undefined)
  if (seconds !== undefined) c.header('Retry-After', String(seconds))
  return c.json(errorBody(operation, status), status)
}

/** Resolves when the answer may go out. */
async function holdBack(
  fault: Exclude<ApiFault, { type: 'status' }>,
  answer: Response,
  { faults, clock }: { faults: Faults; clock: Clock },
): Promise<void> {
  switch (fault.type) {
    case 'late':
      await new Promise<void>((resolve) => {
        clock.after(fault.delay, resolve)
      })
      break
    case 'unanswered':
      await faults.untilCleared()
      break
    case 'answer-before-201': {
      const { callId } = (await answer.clone().json()) as { callId?: string }
      // A request that was refused has no call to wait for.
      if (callId === undefined) break
      await faults.untilWebhook(
        ({ name, body }) => body.callId === callId && /^(?:answer|disconnect)\b/.test(name),
      )
      break
    }
  }
}

function describe(fault: ApiFault): string {
  switch (fault.type) {
    case 'status':
      return `answers ${fault.status}`
    case 'late':
      return `answers ${fault.delay} ms late`
    case 'unanswered':
      return 'is carried out and not answered'
    case 'answer-before-201':
      return 'is answered after the answer webhook'
  }
}
