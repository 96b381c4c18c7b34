import type { ApplicationEvent } from '../wire/phone-api.ts'

/** An event as it goes out: `id` counts up, so that a phone which comes back can name the last one it has. */
export type StreamedEvent = { id: number; event: ApplicationEvent }

/** Hands what happens to an endpoint to whoever listens for it, and keeps the last events for those who come back. */
export interface EventStream {
  publish: (endpointId: string, event: ApplicationEvent) => void
  /** @returns unsubscribes */
  subscribe: (endpointId: string, listener: (streamed: StreamedEvent) => void) => () => void
  /** What was published for the endpoint after the event of that id, oldest first. */
  since: (endpointId: string, id: number) => readonly StreamedEvent[]
  /** The id of the newest event, of any endpoint. */
  lastId: () => number
  forget: (endpointId: string) => void
}

const remembered = 50

export function createEventStream(): EventStream {
  const listeners = new Map<string, Set<(streamed: StreamedEvent) => void>>()
  const history = new Map<string, readonly StreamedEvent[]>()
  let lastId = 0

  return {
    publish: (endpointId, event) => {
      const streamed = { id: ++lastId, event }
      history.set(endpointId, [...(history.get(endpointId) ?? []), streamed].slice(-remembered))
      for (const listener of listeners.get(endpointId) ?? []) listener(streamed)
    },
    subscribe: (endpointId, listener) => {
      const audience = listeners.get(endpointId) ?? new Set()
      listeners.set(endpointId, audience.add(listener))
      return () => {
        audience.delete(listener)
        if (audience.size === 0 && listeners.get(endpointId) === audience) {
          listeners.delete(endpointId)
        }
      }
    },
    since: (endpointId, id) =>
      (history.get(endpointId) ?? []).filter((streamed) => streamed.id > id),
    lastId: () => lastId,
    forget: (endpointId) => {
      history.delete(endpointId)
    },
  }
}
