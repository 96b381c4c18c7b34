import { expect, it } from 'vitest'
import { formatMessage } from './format-message.ts'

const offer = JSON.stringify({ method: 'sdpOffer', params: { sdpOffer: 'v=0\r\ns=-\r\n', n: 1 } })

it('writes JSON in lines, with SDP only when it is to be seen', () => {
  expect(formatMessage(offer, 'hidden')).toContain('"sdpOffer": "[sdp]"')
  expect(formatMessage(offer, 'shown')).toContain('"sdpOffer": "v=0\n    s=-\n')
})

it('writes a webhook as its line, its body and its answer', () => {
  const webhook = `POST https://a.test/hooks\n{"from":"+19195550101"}\n\n<Response><Hangup/></Response>`
  expect(formatMessage(webhook, 'hidden')).toBe(
    'POST https://a.test/hooks\n{\n  "from": "[number]"\n}\n\n<Response>\n  <Hangup/>\n</Response>',
  )
})

it('writes BXML with a verb to a line, and a number only when it is to be seen', () => {
  const bxml =
    '<?xml version="1.0"?><Response><Connect><PhoneNumber>+19195550101</PhoneNumber></Connect></Response>'
  expect(formatMessage(bxml, 'shown').split('\n')).toEqual([
    '<?xml version="1.0"?>',
    '<Response>',
    '  <Connect>',
    '    <PhoneNumber>+19195550101</PhoneNumber>',
    '  </Connect>',
    '</Response>',
  ])
  expect(formatMessage(bxml, 'hidden')).toContain('<PhoneNumber>[number]</PhoneNumber>')
})

it('leaves what is neither as it is', () => {
  expect(formatMessage('client js, sdkVersion 2', 'hidden')).toBe('client js, sdkVersion 2')
})
