import { createShell, type ShellContent } from './create-shell.ts'

/** Filled in by `scripts/offline-shell.mjs`. */
declare const SHELL_CONTENT: ShellContent

/** The part of a service worker's global scope that is used: TypeScript has it in a library that contradicts the page's. */
type Extendable = Event & { waitUntil: (promise: Promise<unknown>) => void }
type WorkerScope = EventTarget & {
  skipWaiting: () => Promise<void>
  clients: { claim: () => Promise<void> }
}
type FetchEvent = Event & {
  request: Request
  respondWith: (response: Promise<Response>) => void
}

const scope = globalThis as unknown as WorkerScope
const shell = createShell({
  ...SHELL_CONTENT,
  origin: location.origin,
  caches,
  fetch: (request) => fetch(request),
})

scope.addEventListener('install', (event) => {
  ;(event as Extendable).waitUntil(shell.install())
})
scope.addEventListener('activate', (event) => {
  // The page that brought it is its own from now on: otherwise the next version would not wait for that page.
  ;(event as Extendable).waitUntil(shell.activate().then(() => scope.clients.claim()))
})
scope.addEventListener('fetch', (event) => {
  const { request, respondWith } = event as FetchEvent
  const response = shell.respond(request)
  if (response) respondWith.call(event, response)
})
// Said by a page whose agent wants the newer version now; by itself it waits until the old one is not open any more.
// Its event is no `MessageEvent`, as that of a page is.
scope.addEventListener('message', (event) => {
  if ('data' in event && event.data === 'take-over') void scope.skipWaiting()
})
