import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { connectDevice, createEndpoint, fakeDevice, stageCloud } from '../testing/stage-cloud.ts'

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-11-22T05:00:00Z') })
})
afterEach(() => {
  vi.useRealTimers()
})

const settle = () => vi.advanceTimersByTimeAsync(0)
const day = 24 * 60 * 60 * 1000

async function staged(options: Parameters<typeof stageCloud>[0] = {}) {
  const stage = stageCloud(options)
  await stage.authorize()
  return stage
}

describe('an endpoint', () => {
  it('has a token of three parts that names it', async () => {
    const stage = await staged()
    const { endpointId, token } = await createEndpoint(stage)
    const [, payload = ''] = token.split('.')
    expect(token.split('.')).toHaveLength(3)
    expect(JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')))).toMatchObject({
      endpointId,
      exp: (Date.now() + day) / 1000,
    })
  })

  it('tells the application that it is connected, eligible, ineligible and disconnected', async () => {
    const stage = await staged()
    const device = await connectDevice(stage)
    stage.cloud.endpoints.left(device.endpointId, device.link)
    await settle()
    expect(stage.names()).toEqual([
      'endpointConnected',
      'endpointEligible',
      'endpointIneligible',
      'endpointDisconnected',
    ])
    expect(stage.received[0]).toMatchObject({
      method: 'POST',
      path: '/hooks/brtc/secret-segment',
      body: {
        accountId: '9900000',
        endpointId: device.endpointId,
        deviceId: device.deviceId,
        event: 'endpointConnected',
        timestamp: Date.now(),
        tags: 'agent-17',
      },
    })
  })

  it('goes without a word of ineligibility where the switch says so', async () => {
    const stage = await staged({ switches: { ineligibleBeforeDisconnected: false } })
    const device = await connectDevice(stage)
    stage.cloud.endpoints.left(device.endpointId, device.link)
    await settle()
    expect(stage.names()).toEqual(['endpointConnected', 'endpointEligible', 'endpointDisconnected'])
  })

  it('is ineligible while its audio stays away', async () => {
    const stage = await staged()
    const { endpointId } = await connectDevice(stage)
    stage.cloud.endpoints.publishing(endpointId, false)
    stage.cloud.endpoints.publishing(endpointId, false)
    stage.cloud.endpoints.publishing(endpointId, true)
    await settle()
    expect(stage.names().slice(2)).toEqual(['endpointIneligible', 'endpointEligible'])
  })

  it('speaks the specification’s shape where the switch says so', async () => {
    const stage = await staged({ switches: { eventShape: 'spec' } })
    const { endpointId } = await connectDevice(stage)
    await settle()
    expect(stage.received[0]?.body).toMatchObject({
      endpointId,
      eventType: 'DEVICE_CONNECTED',
      eventTime: '2026-11-22T05:00:00.000Z',
      tag: 'agent-17',
      status: 'CONNECTED',
    })
  })

  it('refuses a token that it does not know', async () => {
    const stage = await staged()
    expect(stage.cloud.endpoints.admit('a.b.c', 'device-1', fakeDevice().link)).toMatchObject({
      admitted: false,
      httpStatus: 403,
    })
  })

  it('refuses the token of a deleted endpoint', async () => {
    const stage = await staged()
    const { endpointId, token } = await createEndpoint(stage)
    await stage.request('DELETE', stage.endpoints(`/${endpointId}`))
    expect(stage.cloud.endpoints.admit(token, 'device-1', fakeDevice().link)).toEqual({
      admitted: false,
      httpStatus: 403,
      reason: 'endpoint deleted',
    })
  })

  it('ends after 24 hours: socket closed, token refused, application told', async () => {
    const stage = await staged()
    const device = await connectDevice(stage)
    await vi.advanceTimersByTimeAsync(day - 1)
    expect(device.closes).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(device.closes).toEqual([1000])
    expect(stage.names().slice(2)).toEqual(['endpointIneligible', 'endpointDisconnected'])
    expect(stage.cloud.endpoints.admit(device.token, 'device-1', fakeDevice().link)).toMatchObject({
      httpStatus: 403,
      reason: 'endpoint expired',
    })
  })

  it('refuses a second device while the first is there', async () => {
    const stage = await staged()
    const { token } = await connectDevice(stage)
    expect(stage.cloud.endpoints.admit(token, 'device-2', fakeDevice().link)).toMatchObject({
      admitted: false,
      httpStatus: 409,
    })
  })

  it('lets the same device supersede its older socket, which is closed with 4409', async () => {
    const stage = await staged()
    const old = await connectDevice(stage)
    const admission = stage.cloud.endpoints.admit(old.token, 'device-1', fakeDevice().link)
    expect(admission).toMatchObject({ admitted: true, endpointId: old.endpointId })
    expect(admission.admitted && admission.deviceId).not.toBe(old.deviceId)
    expect(old.closes).toEqual([4409])
    await settle()
    const before = stage.names()
    stage.cloud.endpoints.left(old.endpointId, old.link)
    await settle()
    expect(stage.names()).toEqual(before)
    expect(before.slice(2)).toEqual([
      'endpointIneligible',
      'endpointDisconnected',
      'endpointConnected',
    ])
  })

  it.each([
    ['same-device', 'device-1', true],
    ['same-device', 'device-2', false],
    ['any-device', 'device-2', true],
    ['nobody', 'device-1', false],
  ] as const)(
    'with readmission %s lets %s back in: %s',
    async (readmission, uniqueId, admitted) => {
      const stage = await staged({ switches: { readmission } })
      const device = await connectDevice(stage)
      stage.cloud.endpoints.left(device.endpointId, device.link)
      const admission = stage.cloud.endpoints.admit(device.token, uniqueId, fakeDevice().link)
      expect(admission.admitted).toBe(admitted)
    },
  )

  it('asks the application for an outbound connection', async () => {
    const stage = await staged()
    const { endpointId, deviceId } = await connectDevice(stage)
    const destination = { id: '+19191111111', type: 'PHONE_NUMBER' }
    await expect(stage.cloud.endpoints.requestOutbound(endpointId, destination)).resolves.toBe(true)
    expect(stage.received.at(-1)?.body).toEqual({
      accountId: '9900000',
      event: 'outboundConnectionRequest',
      endpointId,
      deviceId,
      from: endpointId,
      fromType: 'ENDPOINT',
      to: '+19191111111',
      toType: 'PHONE_NUMBER',
      timestamp: Date.now(),
      tags: 'agent-17',
    })
  })

  it.each([
    ['after-2xx', 204, true],
    ['after-2xx', 500, false],
    ['always', 500, true],
    ['never', 204, false],
  ] as const)('with %s and a %i accepts: %s', async (outboundAccepted, status, accepted) => {
    const stage = await staged({ switches: { outboundAccepted } })
    const { endpointId } = await connectDevice(stage)
    stage.answer('/hooks/brtc/secret-segment', () => new Response(null, { status }))
    const destination = { id: '+19191111111', type: 'PHONE_NUMBER' }
    await expect(stage.cloud.endpoints.requestOutbound(endpointId, destination)).resolves.toBe(
      accepted,
    )
  })
})
