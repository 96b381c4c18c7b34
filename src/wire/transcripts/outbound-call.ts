import type { Transcript } from './transcript.ts'

const offerWithTrack = String.raw`v=0\r\no=- 2 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:1\r\na=sendonly\r\na=msid:stream-91aa track-5d2b\r\n`
const metadata = JSON.stringify({
  from: '+19195551234',
  fromType: 'PHONE_NUMBER',
  autoAccepted: true,
})

/** The application approves, the callee answers as a new track, the agent hangs up (7.4, 7.6). */
export const outboundCallTranscript: Transcript = [
  {
    direction: 'device',
    frame: String.raw`{"jsonrpc":"2.0","id":7,"method":"requestOutboundConnection","params":{"id":"+19195551234","type":"PHONE_NUMBER"}}`,
    source: '4.4 [JS-sig@2cb4a58]',
  },
  {
    direction: 'gateway',
    frame: String.raw`{"jsonrpc":"2.0","id":7,"result":{"accepted":true}}`,
    source: '4.4 [JS-sig@2cb4a58]',
  },
  {
    direction: 'gateway',
    frame: String.raw`{"jsonrpc":"2.0","method":"sdpOffer","params":{"endpointId":"e-0a22f5a1","peerType":"subscribe","sdpRevision":1,"sdpOffer":"${offerWithTrack}","trackMetadata":{"track-5d2b":${metadata}}}}`,
    source: "5.3, 6.5; what from and autoAccepted say on the callee's track is UNVERIFIED",
  },
  {
    direction: 'device',
    frame: String.raw`{"jsonrpc":"2.0","id":8,"method":"answerSdp","params":{"peerType":"subscribe","sdpAnswer":"v=0\r\no=- 4 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n"}}`,
    source: '4.2',
  },
  {
    direction: 'gateway',
    frame: String.raw`{"jsonrpc":"2.0","id":8,"result":null}`,
    source: '4.2',
  },
  {
    direction: 'device',
    frame: String.raw`{"jsonrpc":"2.0","id":9,"method":"hangupConnection","params":{"endpoint":"+19195551234","type":"PHONE_NUMBER"}}`,
    source: '4.5 [JS-sig@2cb4a58]',
  },
  {
    direction: 'gateway',
    frame: String.raw`{"jsonrpc":"2.0","id":9,"result":{"result":"ok"}}`,
    source: '4.5 [JS-sig@2cb4a58]',
  },
]

/** The application, or the gateway, does not want the call (4.4). */
export const refusedCallTranscript: Transcript = [
  {
    direction: 'device',
    frame: String.raw`{"jsonrpc":"2.0","id":7,"method":"requestOutboundConnection","params":{"id":"+19195550107","type":"PHONE_NUMBER"}}`,
    source: '4.4',
  },
  {
    direction: 'gateway',
    frame: String.raw`{"jsonrpc":"2.0","id":7,"result":{"accepted":false}}`,
    source: '4.4',
  },
]
