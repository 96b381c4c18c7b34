import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { CreateEndpointResponse } from './endpoints-api.ts'
import { ConnectStatusEvent, EndpointEvent, VoiceCallback } from './webhooks.ts'

/** Bodies as Bandwidth's pages and samples print them; the tags are those of the schemas. */
const seen = {
  // [D-WH]
  endpointEligible: {
    accountId: '55001234',
    endpointId: 'e-0a223cf4-04f4-48e7-a706-7e84995f071e',
    event: 'endpointEligible',
    deviceId: 'd-61f77cc8-78fe-58ad-913e-d76fb41eaab1',
    timestamp: 1771537419412,
    tags: '{"myTag": "myTagValue"}',
  },
  // [QS] with the field names of [S-JS][S-SWJ]
  outboundConnectionRequest: {
    accountId: '55001234',
    event: 'outboundConnectionRequest',
    endpointId: 'e-1',
    deviceId: 'd-1',
    from: 'e-1',
    fromType: 'ENDPOINT',
    to: '+19191111111',
    toType: 'PHONE_NUMBER',
    timestamp: 1771537419412,
    tags: '',
  },
  // [SPEC]
  initiate: {
    eventType: 'initiate',
    eventTime: '2026-11-22T05:10:00.554Z',
    accountId: '9900000',
    applicationId: '04e88489-df02-4e34-a0ee-27a91849555f',
    from: '+19195551234',
    to: '+19195550100',
    direction: 'inbound',
    callId: 'c-95ac8d6e-1a31c52e-b38f-4198-93c1-51633ec68f8d',
    callUrl: 'https://voice.bandwidth.com/api/v2/accounts/9900000/calls/c-95ac8d6e',
    startTime: '2026-11-22T05:09:59.234Z',
  },
  // Reconstructed from [S-JS /connectstatus]
  connectStatus: { from: 'c-95ac', fromType: 'CALL', to: 'e-0a22', status: 'COMPLETED' },
}

describe('the webhook schemas', () => {
  it('read the bodies that Bandwidth documents', () => {
    expect(v.parse(EndpointEvent, seen.endpointEligible)).toEqual(seen.endpointEligible)
    expect(v.parse(EndpointEvent, seen.outboundConnectionRequest)).toMatchObject({
      to: '+19191111111',
      toType: 'PHONE_NUMBER',
    })
    expect(v.parse(VoiceCallback, seen.initiate)).toEqual(seen.initiate)
    expect(v.parse(ConnectStatusEvent, seen.connectStatus)).toMatchObject({ status: 'COMPLETED' })
  })

  it('read an outbound request that holds only what the quick start promises', () => {
    const least = {
      event: 'outboundConnectionRequest',
      endpointId: 'e-1',
      deviceId: 'd-1',
      to: '+19191111111',
      toType: 'PHONE_NUMBER',
    }
    expect(v.parse(EndpointEvent, least)).toEqual(least)
  })

  it('read a disconnect with a cause that no list names', () => {
    const body = {
      ...seen.initiate,
      eventType: 'disconnect',
      endTime: '2026-11-22T05:11:00Z',
      cause: 'solar-flare',
    }
    expect(v.parse(VoiceCallback, body)).toMatchObject({ cause: 'solar-flare' })
  })

  it.each([
    ['an event of an unknown name', { ...seen.endpointEligible, event: 'endpointPromoted' }],
    ['an event without its endpoint', { ...seen.endpointEligible, endpointId: undefined }],
    ['nothing', null],
  ])('refuse %s', (_what, body) => {
    expect(v.safeParse(EndpointEvent, body).success).toBe(false)
  })
})

describe('the Endpoints API schemas', () => {
  it('read the create answer of the specification', () => {
    const answer = {
      links: [
        {
          href: 'https://api.bandwidth.com/v2/accounts/1/endpoints/e-1',
          rel: 'endpoint',
          method: 'GET',
        },
      ],
      data: {
        endpointId: 'e-15ac29a2',
        token: 'xxxxx.yyyyy.zzzzz',
        type: 'WEBRTC',
        status: 'CONNECTED',
        creationTimestamp: '2021-01-01T00:00:00Z',
        expirationTimestamp: '2021-01-02T00:00:00Z',
        devices: [],
        tag: 'my-tag',
      },
      errors: [],
    }
    expect(v.parse(CreateEndpointResponse, answer)).toEqual(answer)
  })
})
