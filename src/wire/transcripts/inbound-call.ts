import type { Transcript } from './transcript.ts'

const offerWithTrack = String.raw`v=0\r\no=- 2 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:1\r\na=sendonly\r\na=msid:stream-7c1e track-3f0c\r\n`
const offerWithoutTrack = String.raw`v=0\r\no=- 2 3 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:1\r\na=inactive\r\n`
const metadata = JSON.stringify({
  from: '+19195551234',
  fromType: 'PHONE_NUMBER',
  autoAccepted: false,
  tags: '{"k":"v"}',
})
const answer = String.raw`v=0\r\no=- 4 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n`

/** G2 and G3: the caller rides on the offer that adds the track; accepted, then ended by the caller (7.2, 7.5). */
export const inboundCallTranscript: Transcript = [
  {
    direction: 'gateway',
    frame: String.raw`{"jsonrpc":"2.0","method":"sdpOffer","params":{"endpointId":"e-0a22f5a1","peerType":"subscribe","sdpRevision":1,"sdpOffer":"${offerWithTrack}","trackMetadata":{"track-3f0c":${metadata}}}}`,
    source: '5.3 [JS-v1types@787165c][SW-routing]',
  },
  {
    direction: 'device',
    frame: String.raw`{"jsonrpc":"2.0","id":5,"method":"answerSdp","params":{"peerType":"subscribe","sdpAnswer":"${answer}"}}`,
    source: '4.2 [JS-sig@2cb4a58]',
  },
  {
    direction: 'gateway',
    frame: String.raw`{"jsonrpc":"2.0","id":5,"result":null}`,
    source: '4.2',
  },
  {
    direction: 'device',
    frame: String.raw`{"jsonrpc":"2.0","id":6,"method":"acceptStream","params":{}}`,
    source: '4.6 [SW-rtc@a9e5b9e]',
  },
  {
    direction: 'gateway',
    frame: String.raw`{"jsonrpc":"2.0","id":6,"result":{}}`,
    source: '4.6: an acknowledgement whose content is ignored; {} is assumed',
  },
  {
    direction: 'gateway',
    frame: String.raw`{"jsonrpc":"2.0","method":"sdpOffer","params":{"endpointId":"e-0a22f5a1","peerType":"subscribe","sdpRevision":2,"sdpOffer":"${offerWithoutTrack}"}}`,
    source: '5.3, 6.5 [JS-rtc@a32b97e]: the removal',
  },
  {
    direction: 'device',
    frame: String.raw`{"jsonrpc":"2.0","id":7,"method":"answerSdp","params":{"peerType":"subscribe","sdpAnswer":"${answer}"}}`,
    source: '4.2',
  },
  {
    direction: 'gateway',
    frame: String.raw`{"jsonrpc":"2.0","id":7,"result":null}`,
    source: '4.2',
  },
]

/** G2 and G3: the agent declines (7.3). Follows an offer that was answered. */
export const declinedCallTranscript: Transcript = [
  {
    direction: 'device',
    frame: String.raw`{"jsonrpc":"2.0","id":6,"method":"declineStream","params":{}}`,
    source: '4.6 [SW-rtc@a9e5b9e]',
  },
  {
    direction: 'gateway',
    frame: String.raw`{"jsonrpc":"2.0","id":6,"result":{}}`,
    source: '4.6; {} is assumed',
  },
  {
    direction: 'gateway',
    frame: String.raw`{"jsonrpc":"2.0","method":"sdpOffer","params":{"endpointId":"e-0a22f5a1","peerType":"subscribe","sdpRevision":2,"sdpOffer":"${offerWithoutTrack}"}}`,
    source: '7.3',
  },
]

/** G1: the call is announced by a notification of its own, here before the offer; there is no caller in it (5.4). */
export const inboundCallG1Transcript: Transcript = [
  {
    direction: 'gateway',
    frame: String.raw`{"jsonrpc":"2.0","method":"streamAvailable","params":{"callId":"c-95ac8d6e","endpointId":"e-0a22f5a1","autoAccepted":false}}`,
    source: '5.4 [JS-sig@042d632]',
  },
  {
    direction: 'gateway',
    frame: String.raw`{"jsonrpc":"2.0","method":"sdpOffer","params":{"endpointId":"e-0a22f5a1","sdpRevision":1,"sdpOffer":"${offerWithTrack}"}}`,
    source: '5.3 [JS-rtc@00236b9]: no peerType, no metadata',
  },
  {
    direction: 'device',
    frame: String.raw`{"jsonrpc":"2.0","id":5,"method":"answerSdp","params":{"peerType":"subscribe","sdpAnswer":"${answer}"}}`,
    source: '4.2 [JS-sig@042d632]',
  },
  {
    direction: 'gateway',
    frame: String.raw`{"jsonrpc":"2.0","id":5,"result":null}`,
    source: '4.2',
  },
  {
    direction: 'device',
    frame: String.raw`{"jsonrpc":"2.0","id":6,"method":"acceptStream","params":{"callId":"c-95ac8d6e"}}`,
    source: '4.6 [JS-rtc@56ece97]',
  },
  {
    direction: 'gateway',
    frame: String.raw`{"jsonrpc":"2.0","id":6,"result":null}`,
    source: '4.6',
  },
  {
    direction: 'gateway',
    frame: String.raw`{"jsonrpc":"2.0","method":"streamUnavailable","params":{"callId":"c-95ac8d6e","endpointId":"e-0a22f5a1"}}`,
    source: '5.4 [JS-sig@042d632]',
  },
]

/** G0: metadata keyed by stream id, which no SDK ever used (5.3). */
export const inboundCallG0Transcript: Transcript = [
  {
    direction: 'gateway',
    frame: String.raw`{"jsonrpc":"2.0","method":"sdpOffer","params":{"endpointId":"e-0a22f5a1","sdpRevision":1,"sdpOffer":"${offerWithTrack}","streamSourceMetadata":{"stream-7c1e":{"endpointId":"e-0a22f5a1","alias":"caller","mediaTypes":["AUDIO"]}}}}`,
    source: '5.3 [JS-types@a95a03d][KT-main]',
  },
]

/** G3: the gateway repairs the publish peer with a counter of its own (7.8). */
export const iceRestartTranscript: Transcript = [
  {
    direction: 'gateway',
    frame: String.raw`{"jsonrpc":"2.0","method":"sdpOffer","params":{"endpointId":"e-0a22f5a1","peerType":"publish","sdpRevision":1,"sdpOffer":"v=0\r\no=- 1 3 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n"}}`,
    source: '5.3, 7.8 [SW-routing][JS-test-new]',
  },
  {
    direction: 'device',
    frame: String.raw`{"jsonrpc":"2.0","id":8,"method":"answerSdp","params":{"peerType":"publish","sdpAnswer":"v=0\r\no=- 3 3 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n"}}`,
    source: '7.8 [SW-routing]',
  },
  {
    direction: 'gateway',
    frame: String.raw`{"jsonrpc":"2.0","id":8,"result":null}`,
    source: '4.2',
  },
]
