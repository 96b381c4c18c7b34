import * as v from 'valibot'
import type { NewStep } from './call-trace.ts'
import type { ApplicationFact, ApplicationMethod } from './watch-application.ts'

/** The line of each request, as `wire/phone-api.ts` has it: a method that is new and not in here does not compile. */
const lines: Record<ApplicationMethod, (id: string) => string> = {
  createEndpoint: () => 'POST /api/endpoints',
  deleteEndpoint: (id) => `DELETE /api/endpoints/${id}`,
  releaseEndpoint: (id) => `POST /api/endpoints/${id}/release`,
  accepted: (id) => `POST /api/calls/${id}/accepted`,
  declined: (id) => `POST /api/calls/${id}/declined`,
  hangUp: (id) => `POST /api/calls/${id}/hangup`,
  setPresence: (presence) => `PUT /api/presence ${presence}`,
  requestOutbound: (id) => `POST /api/endpoints/${id}/calls`,
}

/** The grant of an endpoint holds the device token, which nothing that is written down may. */
const Answer = v.looseObject({ token: v.optional(v.string()) })

/** What passed between this phone and its application, as a step. */
export function describeFact(fact: ApplicationFact): NewStep {
  switch (fact.type) {
    case 'asked': {
      const summary = lines[fact.method](String(fact.args[0]))
      return { from: 'device', to: 'application', kind: 'request', summary }
    }
    case 'answered':
      return { ...answered, kind: 'request', summary: 'ok', ...detailOf(fact.value) }
    case 'refused':
      return { ...answered, kind: 'warning', ...describeRefusal(fact.error) }
    case 'told':
      return describeEvent(fact)
  }
}

const answered = { from: 'application', to: 'device', isAnswer: true } as const

function detailOf(value: unknown): { detail?: string } {
  const answer = v.safeParse(Answer, value)
  if (!answer.success) return {}
  const { token: _token, ...rest } = answer.output
  return { detail: JSON.stringify(rest) }
}

function describeRefusal(error: unknown): { summary: string; detail?: string } {
  if (!(error instanceof Error)) return { summary: 'failed' }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name
  return { summary: code, detail: error.message }
}

function describeEvent({ event }: Extract<ApplicationFact, { type: 'told' }>): NewStep {
  return {
    from: 'application',
    to: 'device',
    kind: 'event',
    summary: 'state' in event ? `${event.type} ${event.state}` : event.type,
    detail: JSON.stringify(event),
    ...(event.type === 'call.offered' && { begins: true }),
  }
}
