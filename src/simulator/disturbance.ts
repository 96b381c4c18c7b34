import * as v from 'valibot'
import { PeerType } from '../wire/gateway.ts'
import { about } from './fault-fields.ts'

/** Those that a WebSocket can be closed with (RFC 6455 7.4), and 1006, with which there is no close frame. */
const isCloseCode = (code: number) =>
  (code >= 1_000 && code <= 1_014 && code !== 1_004 && code !== 1_005) ||
  (code >= 3_000 && code <= 4_999)

/** What befalls connected devices at once: the one of that endpoint, or all of them. */
export const Disturbance = v.variant('type', [
  /** The socket is closed, and the session over; 1006 cuts it without a close frame. */
  v.strictObject({
    type: v.literal('close'),
    code: v.pipe(
      v.number(),
      v.integer(),
      v.check(isCloseCode, 'must be a code that a WebSocket is closed with'),
    ),
    reason: v.exactOptional(v.pipe(v.string(), v.maxLength(100))),
    about,
  }),
  /**
   * The socket stays open, and nothing passes in either direction until it thaws, not even its end. Of all devices: sockets
   * that are opened meanwhile are frozen too.
   */
  v.strictObject({ type: v.literal('freeze'), about }),
  /** What was held back passes, in its order. */
  v.strictObject({ type: v.literal('thaw'), about }),
  /** The device is sent that text, whatever it is. */
  v.strictObject({ type: v.literal('send'), text: v.pipe(v.string(), v.maxLength(10_000)), about }),
  /** The gateway offers the peer anew with fresh ICE credentials (brtc-protocol 6.2). */
  v.strictObject({ type: v.literal('restart-ice'), peer: PeerType, about }),
  /** The path of that peer is gone for good: no packet passes, and an ICE restart does not help. */
  v.strictObject({ type: v.literal('break-media'), peer: PeerType, about }),
  /** No more PINGs on the data channels, which stay open. */
  v.strictObject({ type: v.literal('stop-heartbeats'), about }),
])
export type Disturbance = v.InferOutput<typeof Disturbance>

/** Texts that are no frame of the gateway's, each for a reader of its own kind. */
export const junkFrames = {
  'not JSON': '{"jsonrpc":"2.0","method":"sdpOf',
  'no JSON-RPC': '{"hello":"device"}',
  'an unknown notification': '{"jsonrpc":"2.0","method":"dance","params":{"partner":1}}',
  'a reply to nothing': '{"jsonrpc":"2.0","id":999999,"result":null}',
  'params of the wrong shape':
    '{"jsonrpc":"2.0","method":"sdpOffer","params":{"sdpRevision":"many"}}',
  'an offer that is no SDP':
    '{"jsonrpc":"2.0","method":"sdpOffer","params":{"peerType":"subscribe","sdpRevision":99999,"sdpOffer":"garbage"}}',
} as const
