import { expect, it } from 'vitest'
import { parseFrame } from '../wire/json-rpc.ts'
import { inboundCallTranscript } from '../wire/transcripts/inbound-call.ts'
import { createMetadataJoin, trackIdsByMid, type OfferWithMetadata } from './track-metadata.ts'

const sdp = [
  'v=0',
  'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
  'a=mid:data',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111',
  'a=msid:stream-1 track-1',
  'a=mid:1',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111',
  'a=mid:2',
  'a=inactive',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111',
  'a=mid:3',
  'a=msid:- track-3',
  '',
].join('\r\n')

it('reads which track each m-section carries', () => {
  expect([...trackIdsByMid(sdp)]).toEqual([
    ['1', 'track-1'],
    ['3', 'track-3'],
  ])
})

it('reads nothing from what is no SDP', () => {
  expect(trackIdsByMid('').size).toBe(0)
  expect(trackIdsByMid('m=\nm=a=mid:1').size).toBe(0)
})

it('joins by the m-section before the id that the browser gives', () => {
  const join = createMetadataJoin({
    sdpOffer: sdp,
    trackMetadata: { 'track-1': { from: 'one' }, 'track-3': { from: 'three' } },
  })
  expect(join({ mid: '3', trackId: 'track-1' })).toEqual({ from: 'three' })
  expect(join({ mid: '1', trackId: 'whatever' })).toEqual({ from: 'one' })
})

it('joins by the track id where the m-section does not tell', () => {
  const join = createMetadataJoin({
    sdpOffer: sdp,
    trackMetadata: { a: { from: 'a' }, b: { from: 'b' } },
  })
  expect(join({ mid: '2', trackId: 'b' })).toEqual({ from: 'b' })
})

it('gives out the only entry left, once', () => {
  const join = createMetadataJoin({ sdpOffer: sdp, trackMetadata: { other: { from: 'a' } } })
  expect(join({ mid: null, trackId: 'x' })).toEqual({ from: 'a' })
  expect(join({ mid: null, trackId: 'x' })).toBeUndefined()
})

it('guesses nothing between two', () => {
  const join = createMetadataJoin({ sdpOffer: '', trackMetadata: { a: {}, b: {} } })
  expect(join({ mid: '1', trackId: 'x' })).toBeUndefined()
})

it('finds nothing in an offer without metadata', () => {
  expect(createMetadataJoin({ sdpOffer: sdp })({ mid: '1', trackId: 'track-1' })).toBeUndefined()
})

it('joins the caller of the transcript', () => {
  const frame = parseFrame(inboundCallTranscript[0]?.frame ?? '')
  if (frame.type !== 'notification') throw new Error('an sdpOffer was expected')
  const join = createMetadataJoin(frame.params as OfferWithMetadata)
  expect(join({ mid: '1', trackId: 'reused' })).toMatchObject({ from: '+19195551234' })
})
