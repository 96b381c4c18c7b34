import { expect, it, vi } from 'vitest'
import { waitFor } from '../testing/wait-for.ts'
import { answerHeartbeats } from './heartbeat.ts'

it.each([
  ['text', 'PING'],
  ['bytes', new TextEncoder().encode('PING').buffer],
  ['a blob', Object.assign(new Blob(), { text: async () => 'PING' })],
])('answers PING as %s', async (_kind, data) => {
  const { channel, receive, onHeartbeat } = openChannel('__heartbeat__')
  receive(data)
  await waitFor(() => expect(channel.send).toHaveBeenCalledExactlyOnceWith('PONG'))
  expect(onHeartbeat).toHaveBeenCalledTimes(1)
})

it.each([
  ['anything else', '__heartbeat__', 'open', 'HELLO'],
  ['another channel', '__diagnostics__', 'open', 'PING'],
  ['a channel that is closing', '__heartbeat__', 'closing', 'PING'],
])('does not answer %s', (_what, label, readyState, data) => {
  const { channel, receive, onHeartbeat } = openChannel(label, readyState)
  receive(data)
  expect(channel.send).not.toHaveBeenCalled()
  expect(onHeartbeat).not.toHaveBeenCalled()
})

function openChannel(label: string, readyState = 'open') {
  const connection = new EventTarget()
  const onHeartbeat = vi.fn<() => void>()
  answerHeartbeats(connection as RTCPeerConnection, onHeartbeat)
  const channel = Object.assign(new EventTarget(), {
    label,
    readyState,
    send: vi.fn<(text: string) => void>(),
  })
  connection.dispatchEvent(Object.assign(new Event('datachannel'), { channel }))
  return {
    channel,
    onHeartbeat,
    receive: (data: unknown) => channel.dispatchEvent(new MessageEvent('message', { data })),
  }
}
