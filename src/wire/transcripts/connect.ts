import type { Transcript } from './transcript.ts'

/**
 * From the open socket to a published microphone, keep-alive and leaving. The SDPs are cut to the lines that
 * a device reads before it hands them to WebRTC.
 */
export const connectTranscript: Transcript = [
  {
    direction: 'device',
    frame: String.raw`{"jsonrpc":"2.0","id":1,"method":"setMediaPreferences","params":{"protocol":"WEBRTC","autoAccept":false}}`,
    source: '4.1 [JS-sig@2cb4a58]',
  },
  {
    direction: 'gateway',
    frame: String.raw`{"jsonrpc":"2.0","id":1,"result":{"endpointId":"e-0a22f5a1-3a9c-4d0e-8f5b-1f6f3f1f7c11","deviceId":"d-61f77cc8-78fe-58ad-913e-d76fb41eaab1","publishSdpOffer":{"peerType":"publish","sdpOffer":"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:0\r\n"},"subscribeSdpOffer":{"peerType":"subscribe","sdpOffer":"v=0\r\no=- 2 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:0\r\n"}}}`,
    source: '4.1 [JS-sig@2cb4a58]; ids as in the webhooks [DOC-webhooks]',
  },
  {
    direction: 'device',
    frame: String.raw`{"jsonrpc":"2.0","id":2,"method":"answerSdp","params":{"peerType":"publish","sdpAnswer":"v=0\r\no=- 3 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n"}}`,
    source: '4.2 [JS-sig@2cb4a58]',
  },
  {
    direction: 'device',
    frame: String.raw`{"jsonrpc":"2.0","id":3,"method":"answerSdp","params":{"peerType":"subscribe","sdpAnswer":"v=0\r\no=- 4 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n"}}`,
    source: '4.2 [JS-sig@2cb4a58]; sent without waiting for the reply before it: ours',
  },
  {
    direction: 'gateway',
    frame: String.raw`{"jsonrpc":"2.0","id":2,"result":null}`,
    source: '4.2',
  },
  {
    direction: 'gateway',
    frame: String.raw`{"jsonrpc":"2.0","id":3,"result":null}`,
    source: '4.2',
  },
  {
    direction: 'gateway',
    frame: String.raw`{"jsonrpc":"2.0","method":"ready","params":{"endpointId":"e-0a22f5a1-3a9c-4d0e-8f5b-1f6f3f1f7c11","deviceId":"d-61f77cc8-78fe-58ad-913e-d76fb41eaab1","territory":"US","region":"us-east-1"}}`,
    source: '5.1 [JS-sig@2cb4a58]; the moment is UNVERIFIED',
  },
  {
    direction: 'device',
    frame: String.raw`{"jsonrpc":"2.0","id":4,"method":"offerSdp","params":{"peerType":"publish","sdpOffer":"v=0\r\no=- 3 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:1\r\na=sendonly\r\n"}}`,
    source: '4.3 [JS-sig@2cb4a58]',
  },
  {
    direction: 'gateway',
    frame: String.raw`{"jsonrpc":"2.0","id":4,"result":{"peerType":"publish","sdpAnswer":"v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:1\r\na=recvonly\r\n"}}`,
    source: '4.3 [JS-sig@2cb4a58]',
  },
  {
    direction: 'device',
    frame: String.raw`{"jsonrpc":"2.0","id":5,"method":"ping","params":{}}`,
    source: '2.6, 4.7 [JS-sig@2cb4a58]: a request',
  },
  {
    direction: 'gateway',
    frame: String.raw`{"jsonrpc":"2.0","id":5,"result":null}`,
    source: '4.7',
  },
  {
    direction: 'device',
    frame: String.raw`{"jsonrpc":"2.0","method":"leave"}`,
    source: '2.6, 4.7 [JS-sig@2cb4a58]: no params member',
  },
]
