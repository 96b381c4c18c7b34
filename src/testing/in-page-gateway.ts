import type { CreateSocket } from '../brtc/browser-socket.ts'
import { defaultAccount, type createCloud } from '../simulator/cloud.ts'
import type { createGateway } from '../simulator/gateway.ts'

/** As the application does it: an OAuth token, then the endpoint; its events go to https://app.example/events. */
export async function createEndpoint(cloud: ReturnType<typeof createCloud>) {
  const { clientId, clientSecret } = defaultAccount.credentials
  const granted = await cloud.rest.fetch(
    new Request('https://api.bandwidth.com/api/v1/oauth2/token', {
      method: 'POST',
      headers: {
        Authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}`,
        'Content-Type': 'application/x-www-form-urlencoded',
      },
      body: 'grant_type=client_credentials',
    }),
  )
  const { access_token: token } = (await granted.json()) as { access_token: string }
  const created = await cloud.rest.fetch(
    new Request(`https://api.bandwidth.com/v2/accounts/${defaultAccount.accountId}/endpoints`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({
        type: 'WEBRTC',
        direction: 'BIDIRECTIONAL',
        eventCallbackUrl: 'https://app.example/events',
      }),
    }),
  )
  return ((await created.json()) as { data: { endpointId: string; token: string } }).data
}

/** A socket whose other end is in this page. */
export function socketTo(gateway: ReturnType<typeof createGateway>): CreateSocket {
  return (url, listener) => {
    const session = gateway.connect(url, {
      send: (text) => queueMicrotask(() => listener.onText(text)),
      close: (code, reason = '') => queueMicrotask(() => listener.onClose(code, reason)),
    })
    if ('refused' in session) {
      queueMicrotask(() => listener.onClose(1006, ''))
      return { send: () => {}, close: () => {} }
    }
    queueMicrotask(listener.onOpen)
    return {
      send: (text) => queueMicrotask(() => session.message(text)),
      close: () => session.closed(),
    }
  }
}
