import type { Transcript } from './transcript.ts'

/** The SDPs are cut to the lines that a device reads before it hands them to WebRTC. */
const channelOffer = String.raw`v=0\r\no=- 3 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:0\r\na=setup:actpass\r\n`
const microphoneOffer = String.raw`v=0\r\no=- 3 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:1\r\na=sendonly\r\na=msid:mic-51c0 track-09ab\r\n`
const answer = String.raw`v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n`
const offerWithTrack = String.raw`v=0\r\no=- 2 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:1\r\na=sendonly\r\na=msid:stream-7c1e track-3f0c\r\n`
const offerWithoutTrack = String.raw`v=0\r\no=- 2 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:1\r\na=inactive\r\n`
const dataChannels = JSON.stringify({
  __heartbeat__: { label: '__heartbeat__', streamId: 0 },
  __diagnostics__: { label: '__diagnostics__', streamId: 1 },
})
const caller = JSON.stringify({
  endpointId: 'e-0a22f5a1',
  mediaTypes: ['AUDIO'],
  participantId: 'c-95ac8d6e',
})

/** Bandwidth WebRTC v3: from the open socket to a published microphone. The device offers first, twice (9.4). */
export const webrtcConnectTranscript: Transcript = [
  {
    direction: 'device',
    frame: String.raw`{"jsonrpc":"2.0","method":"setMediaPreferences","params":{"protocol":"WEBRTC"},"id":1}`,
    source: '9.2 [LEG signaling.ts]',
  },
  {
    direction: 'gateway',
    frame: String.raw`{"jsonrpc":"2.0","id":1,"result":{}}`,
    source: '9.2 [LEG signaling.ts]: the type says {}, the value is ignored',
  },
  {
    direction: 'device',
    frame: String.raw`{"jsonrpc":"2.0","method":"offerSdp","params":{"sdpOffer":"${channelOffer}","mediaMetadata":{"mediaStreams":{},"dataChannels":${dataChannels}}},"id":2}`,
    source: '9.2, 9.4 [LEG bandwidthRtc.ts]',
  },
  {
    direction: 'gateway',
    frame: String.raw`{"jsonrpc":"2.0","id":2,"result":{"sdpAnswer":"${answer}","endpointId":"e-0a22f5a1","streamMetadata":{}}}`,
    source: '9.2 [LEG types.ts]',
  },
  {
    direction: 'device',
    frame: String.raw`{"jsonrpc":"2.0","method":"offerSdp","params":{"sdpOffer":"${microphoneOffer}","mediaMetadata":{"mediaStreams":{"mic-51c0":{"alias":"agent-17"}},"dataChannels":${dataChannels}}},"id":3}`,
    source: '9.2, 9.4 [LEG bandwidthRtc.ts]',
  },
  {
    direction: 'gateway',
    frame: String.raw`{"jsonrpc":"2.0","id":3,"result":{"sdpAnswer":"${answer}","endpointId":"e-0a22f5a1","streamMetadata":{"mic-51c0":{"endpointId":"e-0a22f5a1","mediaTypes":["AUDIO"],"participantId":"e-0a22f5a1","alias":"agent-17"}}}}`,
    source: '9.2 [LEG types.ts]; the values of the ids are assumed',
  },
  {
    direction: 'device',
    frame: String.raw`{"jsonrpc":"2.0","method":"ping","params":{},"id":4}`,
    source: '9.1 [LEG signaling.ts]: every 300 s',
  },
  {
    direction: 'gateway',
    frame: String.raw`{"jsonrpc":"2.0","id":4,"result":{}}`,
    source: 'assumed',
  },
]

/** Bandwidth WebRTC v3: a stream comes and goes; nothing is asked of the device, and nothing told of the caller. */
export const webrtcCallTranscript: Transcript = [
  {
    direction: 'gateway',
    frame: String.raw`{"jsonrpc":"2.0","method":"sdpOffer","params":{"endpointId":"e-0a22f5a1","sdpRevision":1,"sdpOffer":"${offerWithTrack}","streamMetadata":{"stream-7c1e":${caller}}}}`,
    source: '9.3 [LEG types.ts]; that a call is a participant is assumed',
  },
  {
    direction: 'device',
    frame: String.raw`{"jsonrpc":"2.0","method":"answerSdp","params":{"sdpAnswer":"${answer}"},"id":5}`,
    source: '9.2 [LEG signaling.ts]',
  },
  {
    direction: 'gateway',
    frame: String.raw`{"jsonrpc":"2.0","id":5,"result":{}}`,
    source: 'assumed',
  },
  {
    direction: 'gateway',
    frame: String.raw`{"jsonrpc":"2.0","method":"sdpOffer","params":{"endpointId":"e-0a22f5a1","sdpRevision":2,"sdpOffer":"${offerWithoutTrack}","streamMetadata":{}}}`,
    source: '9.3, 9.4 [LEG bandwidthRtc.ts]: streamMetadata must be there',
  },
  {
    direction: 'device',
    frame: String.raw`{"jsonrpc":"2.0","method":"answerSdp","params":{"sdpAnswer":"${answer}"},"id":6}`,
    source: '9.2 [LEG signaling.ts]',
  },
  {
    direction: 'gateway',
    frame: String.raw`{"jsonrpc":"2.0","id":6,"result":{}}`,
    source: 'assumed',
  },
]

/** Bandwidth WebRTC v3: how the package leaves. */
export const webrtcLeaveTranscript: Transcript = [
  {
    direction: 'device',
    frame: String.raw`{"jsonrpc":"2.0","method":"leave"}`,
    source: '9.1, 9.2 [LEG signaling.ts]: no params member',
  },
  {
    direction: 'device',
    frame: String.raw`{"jsonrpc":"2.0","method":"deviceDiagnostics","params":{"logs":[]}}`,
    source: '9.1 [LEG signaling.ts]: sent right behind it',
  },
]
