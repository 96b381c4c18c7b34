import { http, ws } from 'msw'
import type { RequestHandler, WebSocketHandler } from 'msw'
import type { Platform } from '../wire/phone-api.ts'

/** Where the demo's gateway is for the devices of each platform: names that cannot exist outside the page (RFC 6761). */
export const demoGatewayUrls: Record<Platform, string> = {
  brtc: 'wss://gateway.offhook.invalid/prod/gateway-service/api/v1/endpoints',
  webrtc: 'wss://device.webrtc.offhook.invalid',
}

/** What MSW puts between the phone and the simulated world. */
export type MockedWorld = {
  application: { fetch: (request: Request) => Response | Promise<Response> }
  /** Has the control API under `/control`. */
  simulator: { fetch: (request: Request) => Promise<Response> }
  gateway: {
    connect: (
      url: string,
      socket: { send: (text: string) => void; close: (code: number, reason?: string) => void },
    ) => { message: (text: string) => void; closed: () => void } | { refused: number }
  }
}

/**
 * `/api/*` is answered by the application itself, the gateway's sockets and `/control/*` by the simulator: nothing is mocked
 * twice.
 */
export function createHandlers(world: MockedWorld): (RequestHandler | WebSocketHandler)[] {
  return [
    http.all('/api/*', ({ request }) => world.application.fetch(request)),
    http.all('/control/*', ({ request }) => world.simulator.fetch(request)),
    ...Object.values(demoGatewayUrls).map((url) =>
      gatewayHandler(world, `${new URL(url).origin}/*`),
    ),
  ]
}

function gatewayHandler({ gateway }: MockedWorld, pattern: string): WebSocketHandler {
  return ws.link(pattern).addEventListener('connection', ({ client }) => {
    const session = gateway.connect(client.url.href, {
      send: (text) => client.send(text),
      close: (code, reason) => client.close(code, reason),
    })
    if ('refused' in session) {
      // As a browser shows a refused upgrade, whatever its status: 1006 without having opened.
      client.close(1006)
      return
    }
    client.addEventListener('message', ({ data }) => {
      if (typeof data === 'string') session.message(data)
    })
    client.addEventListener('close', () => session.closed())
  })
}
