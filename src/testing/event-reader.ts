import * as v from 'valibot'
import { ApplicationEvent } from '../wire/phone-api.ts'

/** Reads server-sent events as a browser's EventSource does: comes back with `Last-Event-ID` when the stream ends. */
export interface EventReader {
  /** All that have come, over all connections, oldest first. */
  events: readonly ApplicationEvent[]
  /** How often a stream has been opened. */
  connections: () => number
  /** The stream is cut as by a bad network; it is opened again by itself. */
  interrupt: () => void
  close: () => void
}

/** Milliseconds until a stream that has ended is opened again. */
const reopenDelay = 50

/** @param open makes the request; any answer but 200 is the end, as for an EventSource */
export function readEvents(
  open: (headers: Record<string, string>, signal: AbortSignal) => Promise<Response>,
): EventReader {
  const events: ApplicationEvent[] = []
  let lastId: string | undefined
  const end = new AbortController()
  let connections = 0
  let connection = new AbortController()

  const take = (message: string) => {
    const field = (name: string) =>
      message
        .split('\n')
        .find((line) => line.startsWith(`${name}: `))
        ?.slice(name.length + 2)
    const data = field('data')
    // A heartbeat is a comment.
    if (data === undefined) return
    lastId = field('id') ?? lastId
    events.push(v.parse(ApplicationEvent, JSON.parse(data)))
  }

  const readOne = async (): Promise<void> => {
    connection = new AbortController()
    const headers = lastId === undefined ? {} : { 'Last-Event-ID': lastId }
    const response = await open({ Accept: 'text/event-stream', ...headers }, connection.signal)
    if (response.status !== 200 || !response.body) {
      end.abort()
      return
    }
    connections += 1
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      const messages = (text + chunk.value).split('\n\n')
      text = messages.pop() ?? ''
      for (const message of messages) take(message)
    }
  }

  const read = async () => {
    while (!end.signal.aborted) {
      // Whatever went wrong, the next connection may be better.
      await readOne().catch(() => {})
      if (!end.signal.aborted) await new Promise((resolve) => setTimeout(resolve, reopenDelay))
    }
  }
  void read()

  return {
    events,
    connections: () => connections,
    interrupt: () => connection.abort(),
    close: () => {
      end.abort()
      connection.abort()
    },
  }
}
