import type { NewStep } from './call-trace.ts'
import type { Application } from './ports.ts'

/**
 * The application, with everything that is asked of it and that it tells written down. The device token, which is in one of
 * the answers, is left out.
 */
export function traceApplication(
  application: Application,
  record: (step: NewStep) => void,
): Application {
  async function ask<T>(line: string, answer: Promise<T>, describe?: (value: T) => object) {
    record({ from: 'device', to: 'application', kind: 'request', summary: line })
    const answered = { from: 'application', to: 'device', isAnswer: true } as const
    try {
      const value = await answer
      const detail = describe && JSON.stringify(describe(value))
      record({ ...answered, kind: 'request', summary: 'ok', ...(detail && { detail }) })
      return value
    } catch (error) {
      record({ ...answered, kind: 'warning', ...describeRefusal(error) })
      throw error
    }
  }
  const act = (callId: string, action: string, answer: Promise<void>) =>
    ask(`POST /api/calls/${callId}/${action}`, answer)

  return {
    createEndpoint: () =>
      ask('POST /api/endpoints', application.createEndpoint(), (grant) => ({
        ...grant,
        token: undefined,
      })),
    deleteEndpoint: (id) => ask(`DELETE /api/endpoints/${id}`, application.deleteEndpoint(id)),
    accepted: (id) => act(id, 'accepted', application.accepted(id)),
    declined: (id) => act(id, 'declined', application.declined(id)),
    hangUp: (id) => act(id, 'hangup', application.hangUp(id)),
    setPresence: (presence) =>
      ask(`PUT /api/presence ${presence}`, application.setPresence(presence)),
    requestOutbound: (id, to) =>
      ask(
        `POST /api/endpoints/${id}/calls`,
        application.requestOutbound(id, to),
        (answer) => answer,
      ),
    subscribe: (endpointId, listener) =>
      application.subscribe(endpointId, {
        ...listener,
        onEvent: (event) => {
          record({
            from: 'application',
            to: 'device',
            kind: 'event',
            summary: 'state' in event ? `${event.type} ${event.state}` : event.type,
            detail: JSON.stringify(event),
            ...(event.type === 'call.offered' && { begins: true }),
          })
          listener.onEvent(event)
        },
      }),
  }
}

function describeRefusal(error: unknown): { summary: string; detail?: string } {
  if (!(error instanceof Error)) return { summary: 'failed' }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name
  return { summary: code, detail: error.message }
}
