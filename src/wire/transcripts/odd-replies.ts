import type { Transcript } from './transcript.ts'

/** Every reply to `hangupConnection` that was seen; all of them are success (4.5). */
export const hangupReplies: Transcript = [
  {
    direction: 'gateway',
    frame: String.raw`{"jsonrpc":"2.0","id":1,"result":{"result":"ok"}}`,
    source: '4.5 [JS-sig@2cb4a58]',
  },
  {
    direction: 'gateway',
    frame: String.raw`{"jsonrpc":"2.0","id":1,"result":"bye"}`,
    source: '4.5 [KT-main][SW-main] VAPI-2966: while the call rings',
  },
  {
    direction: 'gateway',
    frame: String.raw`{"jsonrpc":"2.0","id":1,"result":""}`,
    source: '4.5 [KT-main][SW-main], tests',
  },
  {
    direction: 'gateway',
    frame: String.raw`{"jsonrpc":"2.0","id":1,"result":null}`,
    source: '4.5 [KT-main][SW-main], tests',
  },
]

/** Replies that carry an error (3). */
export const errorReplies: Transcript = [
  {
    direction: 'gateway',
    frame: String.raw`{"jsonrpc":"2.0","id":1,"error":{"code":-32000,"message":"peer not ready for sdp offers"}}`,
    source: '3 [JS-test-new], message seen against a live gateway; the code is assumed',
  },
  {
    direction: 'gateway',
    frame: String.raw`{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"method not found","data":"acceptStream"}}`,
    source: '3 [JS-rpc-test]; assumed of a jrpc2 server',
  },
  {
    direction: 'gateway',
    frame: String.raw`{"jsonrpc":"2.0","id":1,"error":{"code":403,"message":"Invalid token"}}`,
    source: '3 [KT-main][SW-main]',
  },
]

const connectStatus = JSON.stringify({
  connectStatus: 'ANSWERED',
  accountId: '9903498',
  sessionId: 's-1',
  from: '+19195551234',
  fromType: 'PHONE_NUMBER',
  toTags: 't',
})

/** Notifications in odd but known shapes: a device takes all of them without a fault. */
export const oddNotifications: Transcript = [
  {
    direction: 'gateway',
    frame: String.raw`{"jsonrpc":"2.0","method":"ready"}`,
    source: '5.1: params may be missing',
  },
  {
    direction: 'gateway',
    frame: String.raw`{"jsonrpc":"2.0","method":"ready","params":{}}`,
    source: '5.1: or empty',
  },
  {
    direction: 'gateway',
    frame: String.raw`{"jsonrpc":"2.0","method":"ready","params":${connectStatus}}`,
    source: '5.1 [JS-types@a95a03d]',
  },
  {
    direction: 'gateway',
    frame: String.raw`{"notification":"ready","params":{"endpointId":"e-0a22f5a1"}}`,
    source: "3: the dialect of rpc-websockets, seen in the JS SDK's test server only",
  },
  {
    direction: 'gateway',
    frame: String.raw`{"jsonrpc":"2.0","method":"established","params":{"connectionId":"abc"}}`,
    source: '5.2, payload from a test',
  },
  {
    direction: 'gateway',
    frame: String.raw`{"jsonrpc":"2.0","method":"somethingNew","params":[1,2]}`,
    source: '3: unknown names must be ignored; the name is made up',
  },
  {
    direction: 'gateway',
    frame: String.raw`{"jsonrpc":"2.0","method":"error","params":{}}`,
    source: '3: reserved names of event emitters must not collide; assumed',
  },
]

/** Requests and notifications of other devices that a gateway must take (2.6, 3, 4.7). */
export const otherDevices: Transcript = [
  {
    direction: 'device',
    frame: String.raw`{"jsonrpc":"2.0","id":"1","method":"setMediaPreferences","params":{"protocol":"WEBRTC"}}`,
    source: '3, 4.1 [KT-main][SW-main]: ids are decimal strings, no autoAccept',
  },
  {
    direction: 'device',
    frame: String.raw`{"jsonrpc":"2.0","method":"ping","params":{}}`,
    source: '2.6 [KT-main][SW-main]: a notification',
  },
  {
    direction: 'device',
    frame: String.raw`{"jsonrpc":"2.0","method":"leave","params":{}}`,
    source: '2.6 [KT-main][SW-main]',
  },
  {
    direction: 'device',
    frame: String.raw`{"jsonrpc":"2.0","method":"deviceDiagnostics","params":{"logs":[{"level":"debug","timestamp":1771537419412,"message":["Websocket open"]}]}}`,
    source: '4.7 [JS-diag]',
  },
]

/** Frames that are no use to a device: each is a fault, none ends the session (assumed, all of them). */
export const unusableFrames: Transcript = [
  { direction: 'gateway', frame: 'bye', source: 'assumed: not JSON' },
  { direction: 'gateway', frame: '', source: 'assumed: empty' },
  { direction: 'gateway', frame: '{"jsonrpc":"2.0"', source: 'assumed: cut off' },
  { direction: 'gateway', frame: '[]', source: 'assumed: a batch, which is never sent' },
  { direction: 'gateway', frame: '{"hello":"world"}', source: 'assumed: JSON, but not JSON-RPC' },
  {
    direction: 'gateway',
    frame: String.raw`{"jsonrpc":"2.0","method":"sdpOffer","params":{"peerType":"both","sdpOffer":"v=0"}}`,
    source: 'assumed: a peer type that does not exist',
  },
  {
    direction: 'gateway',
    frame: String.raw`{"jsonrpc":"2.0","method":"sdpOffer","params":{"sdpRevision":1}}`,
    source: 'assumed: an offer without SDP',
  },
]
