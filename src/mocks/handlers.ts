import { http, ws } from 'msw'
import type { RequestHandler, WebSocketHandler } from 'msw'

/** Where the demo's gateway is: a name that cannot exist outside the page (RFC 6761). */
export const demoGatewayUrl = 'wss://gateway.offhook.invalid/prod/gateway-service/api/v1/endpoints'

/** The two things that MSW puts between the phone and the simulated world. */
export type MockedWorld = {
  application: { fetch: (request: Request) => Response | Promise<Response> }
  gateway: {
    connect: (
      url: string,
      socket: { send: (text: string) => void; close: (code: number, reason?: string) => void },
    ) => { message: (text: string) => void; closed: () => void } | { refused: number }
  }
}

/** `/api/*` is answered by the application itself and the gateway's socket by the simulator: nothing is mocked twice. */
export function createHandlers(world: MockedWorld): (RequestHandler | WebSocketHandler)[] {
  const gatewayLink = ws.link('wss://gateway.offhook.invalid/*')
  return [
    http.all('/api/*', ({ request }) => world.application.fetch(request)),
    gatewayLink.addEventListener('connection', ({ client }) => {
      const session = world.gateway.connect(client.url.href, {
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
    }),
  ]
}
