import type { Impairment } from './device-link.ts'

/** The one event of a worker that matters here; the DOM library has no worker globals. */
type TransformEvent = Event & {
  transformer: { readable: ReadableStream; writable: WritableStream; options: Impairment }
}

/** Drops and delays encoded frames; one of Opus is one packet. Order is kept, as a network's queue would keep it. */
addEventListener('rtctransform', (event) => {
  const { readable, writable, options } = (event as TransformEvent).transformer
  const { loss, jitter, delay = 0 } = options
  let free = 0
  const impair = new TransformStream({
    transform: (frame, controller) => {
      if (Math.random() < loss) return
      const now = performance.now()
      // Uniform between nothing and twice the jitter; both in seconds, the clock in milliseconds.
      free = Math.max(free, now + 1_000 * (delay + Math.random() * 2 * jitter))
      setTimeout(() => {
        try {
          controller.enqueue(frame)
        } catch {
          // The sender has ended with frames still on their way.
        }
      }, free - now)
    },
  })
  readable
    .pipeThrough(impair)
    .pipeTo(writable)
    .catch(() => {})
})
