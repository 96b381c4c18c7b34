import { heartbeatChannel } from '../wire/gateway.ts'

/**
 * Answers PING with PONG on the channel that the gateway opens for it (brtc-protocol 6.3): an endpoint that never
 * answers counts as dead. Message events are not throttled in hidden tabs. Other channels are left alone.
 */
export function answerHeartbeats(connection: RTCPeerConnection, onHeartbeat: () => void): void {
  connection.addEventListener('datachannel', ({ channel }) => {
    if (channel.label !== heartbeatChannel) return
    const answer = (text: string) => {
      if (text !== 'PING' || channel.readyState !== 'open') return
      channel.send('PONG')
      onHeartbeat()
    }
    channel.addEventListener('message', ({ data }: MessageEvent<string | ArrayBuffer | Blob>) => {
      if (typeof data === 'string') answer(data)
      else if (data instanceof Blob) void data.text().then(answer)
      else answer(new TextDecoder().decode(data))
    })
  })
}
