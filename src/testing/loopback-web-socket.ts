import type { RawFrame, RawGateway } from './raw-socket.ts'

/**
 * A `WebSocket` whose other end is a gateway in this page; URLs of other hosts get the browser's own. It is as much of one
 * as a JSON-RPC client needs: events, `send` and `close`.
 * @param onSent all frames from the device
 */
export function loopbackWebSocket(
  gateway: RawGateway,
  host: string,
  onSent: (frame: RawFrame) => void = () => {},
): typeof WebSocket {
  const Original = WebSocket
  const open = (url: string, protocols?: string | string[]) => {
    if (new URL(url).host !== host) return new Original(url, protocols)
    const target = new EventTarget()
    let isClosed = false
    // Nothing happens before the caller has its socket.
    const soon = (run: () => void) => void Promise.resolve().then(run)
    // The device may send until it has heard of the end.
    const end = (code: number) =>
      soon(() => {
        if (isClosed) return
        isClosed = true
        target.dispatchEvent(new CloseEvent('close', { code }))
      })
    const session = gateway.connect(url, {
      send: (data) => soon(() => target.dispatchEvent(new MessageEvent('message', { data }))),
      close: end,
    })
    if ('refused' in session) {
      end(1006)
      return Object.assign(target, { send: () => {}, close: () => {} })
    }
    soon(() => target.dispatchEvent(new Event('open')))
    return Object.assign(target, {
      send: (text: string) => {
        if (isClosed) return
        onSent(JSON.parse(text) as RawFrame)
        session.message(text)
      },
      close: (code = 1000) => {
        end(code)
        session.closed()
      },
    })
  }
  // `new` of a function that returns an object is that object.
  return function (url: string, protocols?: string | string[]) {
    return open(url, protocols)
  } as unknown as typeof WebSocket
}
