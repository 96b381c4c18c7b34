import type { ApplicationEvent } from '../wire/phone-api.ts'
import type { Store, StreamedEvent } from './store.ts'

/** Somebody who reads the events of an endpoint. */
export type Listener = {
  event: (streamed: StreamedEvent) => void
  /** Nothing more will come. */
  closed: () => void
}

/** Hands what happens to an endpoint to whoever listens for it; the store keeps the last events for those who come back. */
export interface EventStream {
  publish: (endpointId: string, event: ApplicationEvent) => void
  /** @returns unsubscribes */
  subscribe: (endpointId: string, listener: Listener) => () => void
  /** What was published for the endpoint after the event of that id, oldest first. */
  since: (endpointId: string, id: number) => readonly StreamedEvent[]
  /** The id of the newest event, of any endpoint. */
  lastId: () => number
  /** The endpoint is no more: ends its streams. */
  forget: (endpointId: string) => void
  /** Ends all streams. */
  close: () => void
  /** After that nothing is told any more. */
  isClosed: () => boolean
}

export function createEventStream({ events, afterCommit }: Store): EventStream {
  const audiences = new Map<string, Set<Listener>>()
  let isClosed = false
  const audienceOf = (endpointId: string) => [...(audiences.get(endpointId) ?? [])]

  return {
    publish: (endpointId, event) => {
      const streamed = events.append(endpointId, event)
      afterCommit(() => {
        for (const listener of audienceOf(endpointId)) listener.event(streamed)
      })
    },
    subscribe: (endpointId, listener) => {
      const audience = audiences.get(endpointId) ?? new Set()
      audiences.set(endpointId, audience.add(listener))
      return () => {
        audience.delete(listener)
        if (audience.size === 0 && audiences.get(endpointId) === audience) {
          audiences.delete(endpointId)
        }
      }
    },
    since: events.since,
    lastId: events.lastId,
    forget: (endpointId) => {
      events.forget(endpointId)
      afterCommit(() => {
        for (const listener of audienceOf(endpointId)) listener.closed()
      })
    },
    close: () => {
      isClosed = true
      for (const endpointId of audiences.keys()) {
        for (const listener of audienceOf(endpointId)) listener.closed()
      }
    },
    isClosed: () => isClosed,
  }
}
