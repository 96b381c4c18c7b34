import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import * as v from 'valibot'
import {
  application,
  bxml,
  connectDevice,
  createEndpoint,
  stageCloud,
} from '../testing/stage-cloud.ts'
import { VoiceApiError } from '../wire/calls-api.ts'
import { BrtcErrorResponse } from '../wire/endpoints-api.ts'
import { ApiFault, WebhookFault, type ApiOperation } from './faults.ts'

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-11-22T05:00:00Z') })
})
afterEach(() => {
  vi.useRealTimers()
})

const pass = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000)
const settle = () => pass(0)

async function staged(options: Parameters<typeof stageCloud>[0] = {}) {
  const stage = stageCloud(options)
  await stage.authorize()
  const { faults } = stage.cloud
  return {
    stage,
    ...stage,
    api: (fault: v.InferInput<typeof ApiFault>) => faults.addApi(v.parse(ApiFault, fault)),
    webhook: (fault: v.InferInput<typeof WebhookFault>) =>
      faults.addWebhook(v.parse(WebhookFault, fault)),
    dial: () =>
      stage.request('POST', stage.calls(), {
        from: '+19195550100',
        to: '+19191111111',
        applicationId: '04e88489-df02-4e34-a0ee-27a91849555f',
        answerUrl: `${application}/hooks/voice/answer`,
        disconnectUrl: `${application}/hooks/voice/disconnect`,
      }),
  }
}

describe('a fault of an API', () => {
  /** One request for each operation. */
  const requests: [ApiOperation, string, string][] = [
    ['token', 'POST', 'https://api.bandwidth.com/api/v1/oauth2/token'],
    ['createEndpoint', 'POST', 'https://api.bandwidth.com/v2/accounts/9900000/endpoints'],
    ['listEndpoints', 'GET', 'https://api.bandwidth.com/v2/accounts/9900000/endpoints?limit=1'],
    ['getEndpoint', 'GET', 'https://api.bandwidth.com/v2/accounts/9900000/endpoints/e-1'],
    ['deleteEndpoint', 'DELETE', 'https://api.bandwidth.com/v2/accounts/9900000/endpoints/e-1'],
    ['createCall', 'POST', 'https://voice.bandwidth.com/api/v2/accounts/9900000/calls'],
    ['updateCall', 'POST', 'https://voice.bandwidth.com/api/v2/accounts/9900000/calls/c-1'],
    ['getCall', 'GET', 'https://voice.bandwidth.com/api/v2/accounts/9900000/calls/c-1'],
  ]

  it.each(requests)(
    'answers %s with the status that was ordered, once',
    async (operation, method, url) => {
      const { api, request, cloud } = await staged()
      api({ type: 'status', operation, status: 503, retryAfter: 7 })
      const failed = await request(method, url, method === 'POST' ? {} : undefined)
      expect(failed.status).toBe(503)
      expect(failed.headers.get('Retry-After')).toBe('7')
      expect(cloud.faults.list().api).toEqual([])
      expect((await request(method, url, method === 'POST' ? {} : undefined)).status).not.toBe(503)
    },
  )

  it('has the body that the API documents, and carries nothing out', async () => {
    const { api, request, endpoints, dial, cloud, summaries } = await staged()
    api({ type: 'status', operation: 'createEndpoint', status: 429 })
    api({ type: 'status', operation: 'createCall', status: 402 })
    const endpoint = await request('POST', endpoints(), { type: 'WEBRTC', direction: 'INBOUND' })
    expect(endpoint.headers.get('Retry-After')).toBe('1')
    expect(v.parse(BrtcErrorResponse, await endpoint.json()).errors).toMatchObject([
      { type: 'too_many_endpoints' },
    ])
    const call = await dial()
    expect(v.parse(VoiceApiError, await call.json()).type).toBe('error')
    expect(cloud.telephones.liveCalls()).toEqual([])
    expect(summaries()).toContain('fault: createCall answers 402')
  })

  it('happens as often as was ordered, the oldest first', async () => {
    const { api, dial } = await staged()
    api({ type: 'status', operation: 'createCall', status: 500, times: 2 })
    api({ type: 'status', operation: 'createCall', status: 403 })
    const statuses = []
    for (let i = 0; i < 4; i += 1) statuses.push((await dial()).status)
    expect(statuses).toEqual([500, 500, 403, 201])
  })

  it('carries a request out and answers late', async () => {
    const { api, dial, cloud, answer } = await staged()
    answer('/hooks/voice/answer', () => bxml('<Pause duration="60"/>'))
    api({ type: 'late', operation: 'createCall', delay: 3_000 })
    const answered = vi.fn<(response: Response) => void>()
    void dial().then(answered)
    await pass(2.9)
    expect(cloud.telephones.liveCalls()).toHaveLength(1)
    expect(answered).not.toHaveBeenCalled()
    await pass(0.1)
    expect(answered).toHaveBeenCalledOnce()
  })

  it('carries a request out and does not answer until the faults are cleared', async () => {
    const { api, dial, cloud } = await staged()
    api({ type: 'unanswered', operation: 'createCall' })
    const answered = vi.fn<(response: Response) => void>()
    void dial().then(answered)
    await pass(60)
    expect(cloud.journal.entries().some(({ summary }) => summary.endsWith('answers'))).toBe(true)
    expect(answered).not.toHaveBeenCalled()
    cloud.faults.clear()
    await settle()
    expect(answered).toHaveBeenCalledOnce()
  })

  it('lets the answer webhook overtake the 201', async () => {
    const { api, dial, answer, cloud } = await staged()
    const happened: string[] = []
    answer('/hooks/voice/answer', () => {
      happened.push('answer')
      return bxml('<Pause duration="5"/>')
    })
    api({ type: 'answer-before-201' })
    void dial().then(() => happened.push('201'))
    await pass(2)
    expect(happened).toEqual(['answer', '201'])
    expect(cloud.telephones.liveCalls()).toMatchObject([{ answered: true }])
  })

  it('makes every token useless that was minted before', async () => {
    const { request, endpoints, authorize, cloud } = await staged()
    cloud.revokeTokens()
    expect((await request('GET', endpoints())).status).toBe(401)
    await authorize()
    expect((await request('GET', endpoints())).status).toBe(200)
  })
})

describe('a fault of a webhook', () => {
  it('loses it: only the disconnect of a device is told', async () => {
    const { stage, webhook, cloud, names } = await staged()
    webhook({ type: 'drop', event: 'endpointIneligible', times: 'always' })
    const { endpointId, link } = await connectDevice(stage)
    cloud.endpoints.left(endpointId, link)
    await settle()
    expect(names()).toEqual(['endpointConnected', 'endpointEligible', 'endpointDisconnected'])
  })

  it('ends a call whose callback is lost', async () => {
    const { webhook, cloud, received } = await staged()
    webhook({ type: 'drop', event: 'initiate' })
    cloud.telephones.placeCall({ from: '+19195551234' })
    await settle()
    expect(received.map(({ body }) => [body.eventType, body.cause])).toEqual([
      ['disconnect', 'callback-error'],
    ])
  })

  it('sends it twice, at once or later', async () => {
    const { webhook, cloud, names, answer } = await staged()
    answer('/hooks/voice/initiate', () => bxml('<Pause duration="60"/>'))
    webhook({ type: 'duplicate', event: 'initiate' })
    cloud.telephones.placeCall({ from: '+19195551234' })
    await settle()
    expect(names()).toEqual(['initiate', 'initiate'])
    webhook({ type: 'duplicate', event: 'initiate', delay: 5_000 })
    cloud.telephones.placeCall({ from: '+19195551234' })
    await pass(4.9)
    expect(names()).toHaveLength(3)
    await pass(0.1)
    expect(names()).toHaveLength(4)
  })

  it('holds it back, so that a later one arrives first', async () => {
    const { stage, webhook, cloud, names } = await staged()
    webhook({ type: 'delay', event: 'endpointEligible', delay: 1_000 })
    const { endpointId } = await connectDevice(stage)
    cloud.endpoints.publishing(endpointId, false)
    await pass(1)
    expect(names()).toEqual(['endpointConnected', 'endpointIneligible', 'endpointEligible'])
  })

  it('concerns one endpoint, where it names one', async () => {
    const { stage, webhook, received } = await staged()
    const other = await createEndpoint(stage)
    webhook({ type: 'drop', event: 'endpointConnected', about: other.endpointId, times: 'always' })
    const { endpointId } = await connectDevice(stage)
    stage.cloud.endpoints.admit(other.token, 'device-2', {
      offer: () => ({ end: () => {} }),
      close: () => {},
    })
    await settle()
    const connected = received.filter(({ name }) => name === 'endpointConnected')
    expect(connected.map(({ body }) => body.endpointId)).toEqual([endpointId])
  })

  it.each([
    ['unreachable', ['/b']],
    ['answered-too-late', ['/a', '/b']],
  ] as const)('takes it to the fallback when the first URL is %s', async (type, paths) => {
    const { webhook, cloud, received, answer } = await staged({
      application: {
        callInitiatedUrl: `${application}/a`,
        callInitiatedFallbackUrl: `${application}/b`,
      },
    })
    answer('/a', () => bxml('<Pause duration="9"/>'))
    answer('/b', () => bxml('<Pause duration="9"/>'))
    webhook({ type, event: 'initiate' })
    cloud.telephones.placeCall({ from: '+19195551234' })
    await settle()
    expect(received.map(({ path }) => path)).toEqual(paths)
    expect(cloud.telephones.liveCalls()).toHaveLength(1)
  })

  it('is repeated by an asynchronous callback that could not be delivered', async () => {
    const { webhook, cloud, names, answer } = await staged()
    answer('/hooks/voice/initiate', () => bxml('<Hangup/>'))
    webhook({ type: 'unreachable', event: 'disconnect' })
    cloud.telephones.placeCall({ from: '+19195551234' })
    await settle()
    expect(names()).toEqual(['initiate', 'disconnect'])
  })
})

describe('a reset', () => {
  it('forgets calls, endpoints, faults and journal without telling anybody', async () => {
    const { stage, api, webhook, cloud, received, answer } = await staged()
    const device = await connectDevice(stage)
    answer('/hooks/voice/initiate', () =>
      bxml(
        `<Connect eventCallbackUrl="/status"><Endpoint>${device.endpointId}</Endpoint></Connect>`,
      ),
    )
    cloud.telephones.placeCall({ from: '+19195551234' })
    await settle()
    expect(device.offers).toHaveLength(1)
    webhook({ type: 'delay', event: 'endpointIneligible', delay: 1_000 })
    cloud.endpoints.publishing(device.endpointId, false)
    api({ type: 'status', operation: 'token', status: 500 })
    Object.assign(cloud.switches, { connectTimeout: 1 })
    received.length = 0
    cloud.reset()
    await pass(60)
    expect(received).toEqual([])
    expect(device.offer().ended).toBe(true)
    expect(device.closes).toHaveLength(1)
    expect(cloud.telephones.liveCalls()).toEqual([])
    expect(cloud.faults.list()).toEqual({ api: [], webhooks: [], gateway: [] })
    expect(cloud.switches.connectTimeout).toBe(30_000)
    expect(cloud.journal.entries()).toEqual([])
    expect(vi.getTimerCount()).toBe(0)
  })
})
