import { Hono, type Context } from 'hono'
import { streamSSE } from 'hono/streaming'
import type { Journal, JournalEntry } from './journal.ts'

/** The part of the control API that shows what went by. */
export function createJournalControl(journal: Journal): Hono {
  const app = new Hono()
  app.get('/', (c) => c.json({ entries: after(journal, c.req.query('after')) }))
  app.get('/stream', (c) => streamJournal(c, journal))
  return app
}

/** All where no id is given; ids go on counting when the journal is cleared. */
function after(journal: Journal, id: string | undefined): readonly JournalEntry[] {
  const known = Number(id ?? 0)
  return journal.entries().filter((entry) => entry.id > known)
}

/** What came after `Last-Event-ID`, or all, and then what comes, until the reader goes away. */
function streamJournal(c: Context, journal: Journal): Response {
  return streamSSE(
    c,
    (stream) =>
      new Promise<void>((resolve) => {
        const send = (entry: JournalEntry) =>
          void stream.writeSSE({ id: String(entry.id), data: JSON.stringify(entry) })
        const unsubscribe = journal.subscribe(send)
        stream.onAbort(() => {
          unsubscribe()
          resolve()
        })
        for (const entry of after(journal, c.req.header('last-event-id'))) send(entry)
      }),
  )
}
