// @vitest-environment jsdom
import * as fc from 'fast-check'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { describe, expect, it } from 'vitest'
import { writeBxml } from './bxml-writer.ts'

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  trimValues: false,
  parseTagValue: false,
  parseAttributeValue: false,
  htmlEntities: true,
  ignoreDeclaration: true,
})

/** Any text that XML can hold: whole characters, no control characters but tab and line ends. */
const text = fc
  .string({ unit: 'binary', minLength: 1 })
  .filter((value) => !/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u.test(value))
const hostile = fc.constantFrom(
  '</SpeakSentence><Hangup/>',
  ']]><!--',
  '"/><Hangup x="',
  "'&amp;&#60;",
  '&lt;Hangup/&gt;',
  '\r\n\t ',
)

describe('the BXML writer', () => {
  it('writes every verb', () => {
    expect(
      writeBxml([
        { verb: 'Ring', duration: 2, answerCall: false },
        { verb: 'Connect', endpoints: ['e-1'] },
        { verb: 'PlayAudio', audioUrl: '/hold.mp3', username: 'u' },
        { verb: 'SpeakSentence', text: 'Tom & Jerry', voice: 'julie' },
        { verb: 'Pause' },
        { verb: 'Tag', tag: '' },
        { verb: 'Tag', tag: 't' },
        { verb: 'Redirect', redirectUrl: '/next?a=1&b=2', tag: undefined },
        { verb: 'Hangup' },
      ]),
    ).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><Response><Ring duration="2" answerCall="false"/>' +
        '<Connect><Endpoint>e-1</Endpoint></Connect>' +
        '<PlayAudio username="u">/hold.mp3</PlayAudio>' +
        '<SpeakSentence voice="julie">Tom &amp; Jerry</SpeakSentence><Pause/><Tag/><Tag>t</Tag>' +
        '<Redirect redirectUrl="/next?a=1&amp;b=2"/><Hangup/></Response>',
    )
  })

  it('keeps any text a text, in elements and in attributes', () => {
    fc.assert(
      fc.property(fc.oneof(text, hostile), fc.oneof(text, hostile), (content, attribute) => {
        const xml = writeBxml([{ verb: 'SpeakSentence', text: content, voice: attribute }])
        expect(XMLValidator.validate(xml)).toBe(true)
        expect(parser.parse(xml)).toEqual({
          Response: { SpeakSentence: { '#text': content, '@voice': attribute } },
        })
      }),
    )
  })

  it('replaces what XML cannot hold', () => {
    const xml = writeBxml([{ verb: 'SpeakSentence', text: 'a\u{0}b\u{D800}c\u{FFFF}d😀' }])
    expect(xml).toContain('>a\u{FFFD}b\u{FFFD}c\u{FFFD}d😀<')
  })

  it('reads as one sentence to a strict parser too', () => {
    fc.assert(
      fc.property(fc.oneof(text, hostile), (content) => {
        const xml = writeBxml([{ verb: 'SpeakSentence', text: content }])
        const response = new DOMParser().parseFromString(xml, 'application/xml').documentElement
        expect([...response.children].map(({ tagName }) => tagName)).toEqual(['SpeakSentence'])
        expect(response.textContent).toBe(content)
      }),
    )
  })
})
