import { describe, expect, it } from 'vitest'
import { parseBxml } from './bxml-parser.ts'

const lenient = { redirectText: 'accept', severalEndpoints: 'invalid-bxml' } as const
const parse = (document: string, switches: Parameters<typeof parseBxml>[1] = lenient) =>
  parseBxml(document, switches)
const verbsOf = (document: string) => {
  const parsed = parse(document)
  if (parsed.type !== 'bxml') throw new Error(parsed.reason)
  return parsed.verbs
}

describe('a BXML document', () => {
  it('becomes its verbs in their order', () => {
    const document = `<?xml version="1.0" encoding="UTF-8"?>
      <Response>
        <!-- hello -->
        <Ring duration="2.5" answerCall="false"/>
        <SpeakSentence voice="julie">Tom &amp; Jerry&#39;s <prosody rate="slow">house</prosody> is <![CDATA[<here>]]></SpeakSentence>
        <Connect eventCallbackUrl="/status?a=1&amp;b=2" eventFallbackUrl="/b"><Endpoint> e-1 </Endpoint></Connect>
        <Pause/>
        <PlayAudio>hold.mp3</PlayAudio>
        <Tag>t</Tag><Tag/>
        <Redirect redirectUrl="/next" redirectMethod="GET" tag="x"/>
        <Hangup/>
      </Response>`
    expect(verbsOf(document)).toEqual([
      { verb: 'Ring', duration: 2.5, answerCall: false },
      { verb: 'SpeakSentence', voice: 'julie', text: "Tom & Jerry's house is <here>" },
      {
        verb: 'Connect',
        eventCallbackUrl: '/status?a=1&b=2',
        eventFallbackUrl: '/b',
        endpoints: ['e-1'],
      },
      { verb: 'Pause' },
      { verb: 'PlayAudio', audioUrl: 'hold.mp3' },
      { verb: 'Tag', tag: 't' },
      { verb: 'Tag', tag: '' },
      { verb: 'Redirect', redirectUrl: '/next', redirectMethod: 'GET', tag: 'x' },
      { verb: 'Hangup' },
    ])
  })

  it('may be empty, and may have <Bxml> as its root', () => {
    expect(verbsOf('<Response/>')).toEqual([])
    expect(verbsOf('<Bxml><Hangup/></Bxml>')).toEqual([{ verb: 'Hangup' }])
  })

  it('may carry the URL of a redirect as text, with a warning, where the switch says so', () => {
    const document = '<Response><Redirect>https://myapp.com/nextVerb</Redirect></Response>'
    expect(parse(document)).toMatchObject({
      type: 'bxml',
      verbs: [{ verb: 'Redirect', redirectUrl: 'https://myapp.com/nextVerb' }],
      warnings: [expect.stringContaining('redirectUrl')],
    })
    expect(parse(document, { ...lenient, redirectText: 'reject' })).toMatchObject({
      type: 'invalid-bxml',
    })
  })

  it('may connect several endpoints where the switch says so', () => {
    const document =
      '<Response><Connect><Endpoint>a</Endpoint><Endpoint>b</Endpoint></Connect></Response>'
    expect(parse(document)).toMatchObject({ type: 'invalid-bxml' })
    expect(parse(document, { ...lenient, severalEndpoints: 'ring-all' })).toMatchObject({
      verbs: [{ endpoints: ['a', 'b'] }],
    })
  })

  it.each([
    ['nothing', ''],
    ['text', 'OK'],
    ['JSON', '{"ok":true}'],
    ['an unclosed element', '<Response><Hangup></Response>'],
    ['another root', '<html><body/></html>'],
    ['two roots', '<Response/><Response/>'],
    ['a document type', '<!DOCTYPE r [<!ENTITY x "y">]><Response/>'],
    ['text between verbs', '<Response>hello</Response>'],
    ['an unknown verb', '<Response><Dance/></Response>'],
    ['a verb in the wrong case', '<Response><hangup/></Response>'],
    ['a verb named like a property of objects', '<Response><constructor/></Response>'],
    ['an unknown attribute', '<Response><Ring volume="2"/></Response>'],
    ['a duration that is no number', '<Response><Ring duration="two"/></Response>'],
    ['a duration that is blank', '<Response><Pause duration=""/></Response>'],
    ['a duration out of range', '<Response><Pause duration="0"/></Response>'],
    ['a boolean that is none', '<Response><Ring answerCall="maybe"/></Response>'],
    [
      'a method that is none',
      '<Response><Redirect redirectUrl="/a" redirectMethod="PUT"/></Response>',
    ],
    ['a redirect to nowhere', '<Response><Redirect/></Response>'],
    ['a sentence without words', '<Response><SpeakSentence> </SpeakSentence></Response>'],
    ['a connect without endpoint', '<Response><Connect/></Response>'],
    ['a connect with a blank endpoint', '<Response><Connect><Endpoint/></Connect></Response>'],
    [
      'a connect to a number',
      '<Response><Connect><PhoneNumber>+1</PhoneNumber></Connect></Response>',
    ],
    [
      'an endpoint with an attribute',
      '<Response><Connect><Endpoint a="b">e</Endpoint></Connect></Response>',
    ],
    ['a hang-up with content', '<Response><Hangup>now</Hangup></Response>'],
    ['a verb inside a verb', '<Response><Pause><Hangup/></Pause></Response>'],
    ['a tag that is too long', `<Response><Tag>${'x'.repeat(257)}</Tag></Response>`],
    ['more than 64 KB', `<Response><Tag>x</Tag>${' '.repeat(64 * 1024)}</Response>`],
  ])('is invalid when it is %s', (_, document) => {
    expect(parse(document)).toEqual({ type: 'invalid-bxml', reason: expect.stringMatching(/\w/) })
  })
})
