import { describe, expect, it } from 'vitest'
import { answerSections, checkSections, keepSections } from './sdp-sections.ts'

type Media = { kind: 'application' | 'audio'; mid: string; port?: number; codec?: string }

function sdp(bundle: string, ...media: Media[]): string {
  const sections = media.flatMap(({ kind, mid, port = 9, codec = 'opus' }) => [
    `m=${kind} ${port} UDP/TLS/RTP/SAVPF 111`,
    `a=mid:${mid}`,
    ...(kind === 'audio' ? [`a=rtpmap:111 ${codec}/48000/2`] : []),
  ])
  const session = ['v=0', `a=group:BUNDLE ${bundle}`, 'a=ice-ufrag:u', 'a=ice-pwd:p']
  return [...session, 'a=fingerprint:sha-256 00', ...sections, ''].join('\r\n')
}

const channels: Media = { kind: 'application', mid: '0' }

describe('an offer', () => {
  it('rejects no section', () => {
    const offer = sdp('0 1', channels, { kind: 'audio', mid: '1', port: 0 })
    expect(keepSections(offer)).toBe(sdp('0 1', channels, { kind: 'audio', mid: '1' }))
  })
})

describe('an answer', () => {
  const audio = (mid: string, port: number): Media => ({ kind: 'audio', mid, port })

  it('rejects what the offer has rejected, and bundles it not', () => {
    const offer = sdp('0 2', channels, audio('1', 0), audio('2', 9))
    const answer = sdp('0 1 2', channels, audio('1', 0), audio('2', 9))
    expect(answerSections(answer, offer)).toBe(sdp('0 2', channels, audio('1', 0), audio('2', 9)))
  })

  it('rejects nothing else', () => {
    const offer = sdp('0 1', channels, audio('1', 9))
    const answer = sdp('0 1', channels, audio('1', 0))
    expect(answerSections(answer, offer)).toBe(offer)
  })
})

describe('a check', () => {
  const good = sdp('0 1', channels, { kind: 'audio', mid: '1' })

  it('finds nothing wrong with what can be used', () => {
    expect(() => checkSections(good, 'OPUS')).not.toThrow()
    expect(() => checkSections(good, 'opus', good)).not.toThrow()
  })

  it.each([
    ['no SDP', 'rubbish', 'no SDP'],
    ['no section', sdp(''), 'no SDP'],
    ['no credentials', good.replace('a=ice-pwd:p', ''), 'no ice-pwd'],
    ['no fingerprint', good.replace('a=fingerprint:sha-256 00', ''), 'no fingerprint'],
    ['another codec', good.replace('opus', 'speex'), 'an audio section has no opus'],
    ['a section less than was offered', sdp('0', channels), '1 sections in answer to 2'],
  ])('finds %s', (_, text, message) => {
    expect(() => checkSections(text, 'opus', good)).toThrow(message)
  })

  it('asks for no codec in a rejected section', () => {
    const rejected = sdp('0', channels, { kind: 'audio', mid: '1', port: 0, codec: 'speex' })
    expect(() => checkSections(rejected, 'opus')).not.toThrow()
  })
})
