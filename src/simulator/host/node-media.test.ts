import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createGatewayStage, type GatewayStage } from '../../testing/gateway-stage.ts'
import type { CodecName } from './voice-codec.ts'

const hearing = { timeout: 5_000, interval: 20 }

describe.each(['opus', 'pcmu'] satisfies CodecName[])('a device that speaks %s', (codec) => {
  let stage: GatewayStage
  beforeAll(async () => {
    stage = await createGatewayStage({ codec, switches: { heartbeatInterval: 50 } })
  })
  afterAll(() => stage.close())

  it('is eligible, heard by its caller and hears it, and its digits come in order', async () => {
    const { device, endpointId } = await stage.online({ hertz: 600, codec })
    await stage.call(endpointId)
    await expect.poll(() => device.calls, hearing).toHaveLength(1)
    const [call] = device.calls
    await expect.poll(() => call?.measure().hertz, hearing).toBeCloseTo(494, -1.1)
    const { heard } = stage.simulator
    await expect.poll(() => heard(endpointId)?.hertz, hearing).toBeCloseTo(600, -1.1)
    await device.press('1590#')
    expect(heard(endpointId)?.digits).toBe('1590#')
    expect(call?.packets().lost).toBe(0)
  })
})
