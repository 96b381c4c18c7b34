import type { Context } from 'hono'
import { streamSSE } from 'hono/streaming'
import type { ApplicationEvent } from '../wire/phone-api.ts'
import type { EventStream } from './event-stream.ts'
import type { StreamedEvent } from './store.ts'
import type { After } from './switchboard.ts'

/** Keeps proxies from closing an idle stream, milliseconds. */
const heartbeatInterval = 15_000
/** After which a browser comes back to a stream that broke, milliseconds; by itself some wait for five seconds. */
const retryInterval = 1_000

/**
 * Answers with the events of one endpoint until the reader goes away: first the state of the endpoint, then what was
 * missed since `Last-Event-ID`, or the current call where there is no such header, then what happens.
 */
export function streamEvents(
  c: Context,
  parts: {
    events: EventStream
    endpointId: string
    snapshot: { state: ApplicationEvent; call: ApplicationEvent | undefined }
    after: After
  },
): Response {
  const { events, endpointId, snapshot, after } = parts
  const id = events.lastId()
  const calls =
    missedCalls(events, endpointId, c.req.header('last-event-id')) ??
    (snapshot.call ? [{ id, event: snapshot.call }] : [])

  return streamSSE(
    c,
    (stream) =>
      new Promise<void>((resolve) => {
        let sent = 0
        let read = 0
        let sentAtBeat = 0
        const send = (written: Promise<unknown>) => {
          sent += 1
          return written.then(() => {
            read += 1
          })
        }
        const sendEvent = ({ id, event }: StreamedEvent, first?: { retry: number }) =>
          send(stream.writeSSE({ id: String(id), data: JSON.stringify(event), ...first }))
        const beat = (): (() => void) =>
          after(heartbeatInterval, () => {
            // A reader that left without a word: what was sent a whole interval ago has not been taken.
            if (read < sentAtBeat) {
              stream.abort()
              return
            }
            void send(stream.write(': heartbeat\n\n'))
            sentAtBeat = sent
            stopHeartbeat = beat()
          })

        let stopHeartbeat = beat()
        const closed = () => stream.abort()
        const event = (streamed: StreamedEvent) => void sendEvent(streamed)
        const unsubscribe = events.subscribe(endpointId, { event, closed })
        const end = () => {
          stopHeartbeat()
          unsubscribe()
          resolve()
        }
        stream.onAbort(end)
        c.req.raw.signal.addEventListener('abort', () => stream.abort())
        const known = Promise.all([
          sendEvent({ id, event: snapshot.state }, { retry: retryInterval }),
          ...calls.map((call) => sendEvent(call)),
        ])
        // A phone that comes back at once must not keep the process that is about to end.
        if (events.isClosed()) void known.then(end)
      }),
  )
}

/** Undefined where the reader has not said, or said what an earlier life of this application counted. */
function missedCalls(
  events: EventStream,
  endpointId: string,
  lastEventId: string | undefined,
): readonly StreamedEvent[] | undefined {
  const id = /^\d+$/.test(lastEventId ?? '') ? Number(lastEventId) : undefined
  if (id === undefined || id > events.lastId()) return undefined
  return events.since(endpointId, id).filter(({ event }) => event.type !== 'endpoint.state')
}
