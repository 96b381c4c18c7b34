import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { GatewayMethod } from '../wire/gateway.ts'
import { parseFrame } from '../wire/json-rpc.ts'
import { connectTranscript } from '../wire/transcripts/connect.ts'
import {
  declinedCallTranscript,
  iceRestartTranscript,
  inboundCallG0Transcript,
  inboundCallG1Transcript,
  inboundCallTranscript,
} from '../wire/transcripts/inbound-call.ts'
import { errorReplies, hangupReplies } from '../wire/transcripts/odd-replies.ts'
import { outboundCallTranscript, refusedCallTranscript } from '../wire/transcripts/outbound-call.ts'
import type { Transcript } from '../wire/transcripts/transcript.ts'
import { BrtcError } from './errors.ts'
import { createRpcChannel } from './rpc-channel.ts'
import { createWaits } from './waits.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const transcripts: Record<string, Transcript> = {
  'connecting and leaving': connectTranscript,
  'an inbound call': inboundCallTranscript,
  'a declined call': declinedCallTranscript,
  'an inbound call in G1': inboundCallG1Transcript,
  'an inbound call in G0': inboundCallG0Transcript,
  'a restart of ICE': iceRestartTranscript,
  'an outbound call': outboundCallTranscript,
  'a refused call': refusedCallTranscript,
}

describe.each(Object.entries(transcripts))('the transcript of %s', (_name, transcript) => {
  it('is sent and received as it was seen', async () => {
    const { channel, sent, notifications, onFault } = open()
    const calls: Promise<unknown>[] = []
    const ids = new Map<unknown, unknown>()
    const expected: unknown[] = []

    for (const { direction, frame } of transcript) {
      const parsed = parseFrame(frame)
      if (direction === 'device' && parsed.type === 'request') {
        calls.push(channel.call(parsed.method as GatewayMethod, parsed.params as never))
        const ours = sent.at(-1)
        ids.set(parsed.id, ours?.id)
        expect(ours).toEqual({ ...asObject(frame), id: ours?.id })
      } else if (direction === 'device') {
        channel.notify('leave')
        expect(sent.at(-1)).toEqual(asObject(frame))
      } else if (parsed.type === 'result') {
        channel.receive(JSON.stringify({ ...asObject(frame), id: ids.get(parsed.id) }))
      } else if (parsed.type === 'notification') {
        channel.receive(frame)
        expected.push([parsed.method, expect.objectContaining(known(parsed.params))])
      }
    }

    await Promise.all(calls)
    expect(notifications).toEqual(expected)
    expect(onFault).not.toHaveBeenCalled()
  })
})

it('has the reply before `send` has returned', async () => {
  const { channel, answerAtOnce } = open()
  answerAtOnce({ accepted: true })
  await expect(
    channel.call('requestOutboundConnection', { id: '+1', type: 'PHONE_NUMBER' }),
  ).resolves.toEqual({ accepted: true })
})

it.each(hangupReplies)('takes the reply $frame to a hang-up', async ({ frame }) => {
  const { channel } = open()
  const call = channel.call('hangupConnection', { endpoint: '+1', type: 'PHONE_NUMBER' })
  channel.receive(frame)
  await expect(call).resolves.toEqual(asObject(frame).result)
})

it.each(errorReplies)('rejects with what is in $frame', async ({ frame }) => {
  const { channel } = open()
  const call = channel.call('acceptStream', {})
  channel.receive(frame)
  const { error } = asObject(frame) as { error: { code: number; message: string } }
  const rejection: unknown = await call.catch((rejection: unknown) => rejection)
  expect(rejection).toBeInstanceOf(BrtcError)
  expect(rejection).toMatchObject({ code: 'rejected', rpcCode: error.code })
  expect(String(rejection)).toContain(error.message)
})

it('takes an id that comes back as a string', async () => {
  const { channel } = open()
  const call = channel.call('ping', {})
  channel.receive('{"jsonrpc":"2.0","id":"1","result":null}')
  await expect(call).resolves.toBeNull()
})

it('gives up after the limit, names the wait, and ignores the late reply', async () => {
  const { channel, onFault } = open()
  const refused = expect(channel.call('ping', {})).rejects.toMatchObject({
    code: 'timeout',
    message: 'The reply to ping took more than 45000 ms',
  })
  await vi.advanceTimersByTimeAsync(45_000)
  await refused
  channel.receive('{"jsonrpc":"2.0","id":1,"result":null}')
  expect(onFault).not.toHaveBeenCalled()
  expect(vi.getTimerCount()).toBe(0)
})

it('rejects everything that is pending when the session ends, and sends nothing after', async () => {
  const { channel, waits, sent } = open()
  const ended = new BrtcError('closed', 'over')
  const pending = [channel.call('ping', {}), channel.call('acceptStream', {})]
  const refused = pending.map((call) => expect(call).rejects.toBe(ended))
  waits.close(ended)
  await Promise.all(refused)
  await expect(channel.call('ping', {})).rejects.toBe(ended)
  expect(sent).toHaveLength(2)
})

it.each([
  ['requestOutboundConnection', '{"accepted":"yes"}'],
  ['offerSdp', 'null'],
  ['setMediaPreferences', 'null'],
  ['setMediaPreferences', '{"publishSdpOffer":{"sdpOffer":"v=0"}}'],
] as const)('rejects the reply to %s with the result %s', async (method, result) => {
  const { channel } = open()
  const call = channel.call(method, {} as never)
  channel.receive(`{"jsonrpc":"2.0","id":1,"result":${result}}`)
  await expect(call).rejects.toMatchObject({ code: 'protocol' })
})

it('faults where the gateway could not read a frame of ours', () => {
  const { channel, onFault } = open()
  channel.receive('{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"parse error"}}')
  expect(onFault).toHaveBeenCalledWith(
    expect.objectContaining({ code: 'rejected', rpcCode: -32700 }),
  )
})

it('answers a request of the gateway', () => {
  const { channel, sent, notifications } = open()
  channel.receive('{"jsonrpc":"2.0","id":"g-1","method":"ready"}')
  channel.receive('{"jsonrpc":"2.0","id":"g-2","method":"toString"}')
  expect(notifications).toEqual([['ready', undefined]])
  expect(sent).toEqual([
    { jsonrpc: '2.0', id: 'g-1', result: null },
    { jsonrpc: '2.0', id: 'g-2', error: { code: -32601, message: 'method not found' } },
  ])
})

it('never throws, whatever arrives', () => {
  const { channel } = open()
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json(), rpcLike), (frame) => {
      channel.receive(frame)
    }),
  )
})

const rpcLike = fc
  .record({
    jsonrpc: fc.constant('2.0'),
    method: fc.constantFrom('sdpOffer', 'ready', 'streamAvailable', '__proto__', 'constructor'),
    params: fc.jsonValue(),
  })
  .map((frame) => JSON.stringify(frame))

type SentFrame = { id?: number; method?: string; result?: unknown }

function open() {
  const sent: SentFrame[] = []
  const notifications: unknown[] = []
  const waits = createWaits()
  const onFault = vi.fn<(error: BrtcError) => void>()
  const note = (method: string) => (params: unknown) => {
    notifications.push([method, params])
  }
  let immediate: unknown
  const channel = createRpcChannel({
    send: (text) => {
      const frame = asObject(text) as SentFrame
      sent.push(frame)
      if (immediate !== undefined) {
        channel.receive(JSON.stringify({ jsonrpc: '2.0', id: frame.id, result: immediate }))
      }
    },
    handlers: {
      ready: note('ready'),
      sdpOffer: note('sdpOffer'),
      streamAvailable: note('streamAvailable'),
      streamUnavailable: note('streamUnavailable'),
    },
    onFault,
    onFrame: () => {},
    waits,
    replyLimit: 45_000,
  })
  return {
    channel,
    waits,
    sent,
    notifications,
    onFault,
    answerAtOnce: (result: unknown) => {
      immediate = result
    },
  }
}

const asObject = (frame: string) => JSON.parse(frame) as Record<string, unknown>

/** Members that no client has ever used are not passed on. */
function known(params: unknown) {
  const { streamSourceMetadata: _, ...rest } = params as Record<string, unknown>
  return rest
}
