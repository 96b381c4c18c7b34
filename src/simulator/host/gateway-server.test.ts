import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dial, dialUrl, type DialedSocket } from '../../testing/dialed-socket.ts'
import { createGatewayStage, type GatewayStage } from '../../testing/gateway-stage.ts'
import { RTCPeerConnection } from 'werift'

let stage: GatewayStage
let gateway: string
beforeAll(async () => {
  stage = await createGatewayStage()
  gateway = stage.addresses.gateway
})
afterAll(() => stage.close())

async function dialed(
  uniqueId = 'u-1',
): Promise<DialedSocket & { token: string; endpointId: string }> {
  const minted = await stage.mint()
  return { ...(await dial(gateway, { endpointToken: minted.token, uniqueId })), ...minted }
}

const preferences = { protocol: 'WEBRTC' }

describe('the upgrade', () => {
  it.each([
    ['a token that nobody has minted', { endpointToken: 'a.b.c' }, 403],
    ['no token', {}, 403],
    ['no client', { endpointToken: 'a.b.c', client: '' }, 404],
  ])('is refused over HTTP for %s', async (_, query, status) => {
    await expect(dial(gateway, query)).rejects.toMatchObject({ status })
  })

  it('is refused with 403 for the token of an endpoint that is deleted', async () => {
    const first = await dialed()
    await stage.control.reset()
    expect(await first.closed).toEqual({ code: 1000, reason: 'reset' })
    await expect(dial(gateway, { endpointToken: first.token })).rejects.toMatchObject({
      status: 403,
    })
  })

  it('is refused with 409 while another device has the endpoint, and granted when it has left', async () => {
    const { token, notify, closed } = await dialed('u-1')
    const other = { endpointToken: token, uniqueId: 'u-2' }
    await expect(dial(gateway, other)).rejects.toMatchObject({ status: 409 })
    notify('leave')
    expect(await closed).toEqual({ code: 1000, reason: '' })
    await stage.control.changeSwitches({ readmission: 'any-device' })
    const { webSocket } = await dial(gateway, other)
    webSocket.close()
  })

  it('of the same device takes the endpoint from its older socket, which is closed with 4409', async () => {
    const { token, closed } = await dialed()
    const newer = await dial(gateway, { endpointToken: token })
    expect((await closed).code).toBe(4409)
    expect(await newer.call('ping', {})).toBeNull()
    newer.webSocket.close()
  })

  it('is refused with 404 at any other path', async () => {
    const elsewhere = gateway.replace(/endpoints$/, 'else')
    await expect(dial(elsewhere, { endpointToken: 'a.b.c' })).rejects.toMatchObject({ status: 404 })
  })

  it('is refused under a name that somebody else has pointed here', async () => {
    const status = await new Promise((resolve) => {
      const headers = {
        Host: 'attacker.example',
        Connection: 'Upgrade',
        Upgrade: 'websocket',
        'Sec-WebSocket-Version': '13',
        'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
      }
      request(gateway.replace('ws:', 'http:'), { headers }, (answer) => {
        answer.resume()
        resolve(answer.statusCode)
      }).end()
    })
    expect(status).toBe(421)
  })

  it('that is no WebSocket handshake lets the endpoint go again', async () => {
    const { token } = await stage.mint()
    const query = `client=raw&sdkVersion=0&uniqueId=u-9&endpointToken=${token}`
    const status = await new Promise((resolve) => {
      const headers = { Connection: 'Upgrade', Upgrade: 'websocket' }
      request(`${gateway.replace('ws:', 'http:')}?${query}`, { headers }, (answer) => {
        answer.resume()
        resolve(answer.statusCode)
      }).end()
    })
    expect(status).toBe(400)
    const { webSocket } = await dial(gateway, { endpointToken: token, uniqueId: 'u-9' })
    webSocket.close()
  })
})

describe('wrong frames', () => {
  it.each([
    ['not JSON', '{', -32700],
    ['nothing', '', -32700],
    ['bytes that are no text', Buffer.of(0xff, 0xfe, 0x00, 0x9f), -32700],
    ['JSON that is no JSON-RPC', '{"hello":1}', -32600],
    ['a batch', '[{"jsonrpc":"2.0","id":1,"method":"ping"}]', -32600],
    ['the wrong version', '{"jsonrpc":"1.0","id":1,"method":"ping"}', -32600],
  ])('with %s are answered with an error that has no id', async (_, frame, code) => {
    const { webSocket, received, call } = await dialed()
    webSocket.send(frame)
    await call('ping', {})
    expect(received[0]).toMatchObject({ jsonrpc: '2.0', id: null, error: { code } })
    webSocket.close()
  })

  it('in bytes that are text are served', async () => {
    const { webSocket, received } = await dialed()
    webSocket.send(Buffer.from('{"jsonrpc":"2.0","id":"7","method":"ping"}'))
    await expect.poll(() => received).toEqual([{ jsonrpc: '2.0', id: '7', result: null }])
    webSocket.close()
  })

  it.each([
    ['an unknown method', 'dance', {}, -32601],
    ['a method of every object', 'constructor', {}, -32601],
    ['parameters that are missing', 'setMediaPreferences', undefined, -32602],
    ['a protocol that there is not', 'setMediaPreferences', { protocol: 'SIP' }, -32602],
    ['an offer for the wrong peer', 'offerSdp', { peerType: 'subscribe', sdpOffer: 'v=0' }, -32602],
    ['a list for parameters', 'answerSdp', ['publish', 'v=0'], -32602],
    ['a destination without a type', 'requestOutboundConnection', { id: '+1' }, -32602],
  ])('with %s are refused', async (_, method, params, code) => {
    const { webSocket, request } = await dialed()
    expect((await request(method, params)).error?.code).toBe(code)
    webSocket.close()
  })

  it('that are too long close the socket with 1009', async () => {
    const { webSocket, closed } = await dialed()
    webSocket.send(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'x'.repeat(1_100_000) }))
    expect((await closed).code).toBe(1009)
  })
})

describe('the wrong moment', () => {
  it.each([
    ['answerSdp', { peerType: 'publish', sdpAnswer: 'v=0' }],
    ['offerSdp', { peerType: 'publish', sdpOffer: 'v=0' }],
    ['requestOutboundConnection', { id: '+19195550101', type: 'PHONE_NUMBER' }],
    ['hangupConnection', { endpoint: '+19195550101', type: 'PHONE_NUMBER' }],
    ['acceptStream', {}],
    ['declineStream', {}],
  ])('is before setMediaPreferences for %s', async (method, params) => {
    const { webSocket, request } = await dialed()
    const { error } = await request(method, params)
    expect(error).toEqual({ code: -32000, message: 'setMediaPreferences must come first' })
    webSocket.close()
  })

  it('is before the publish peer is connected for offerSdp', async () => {
    const { webSocket, call, request } = await dialed()
    await call('setMediaPreferences', preferences)
    const { error } = await request('offerSdp', { peerType: 'publish', sdpOffer: 'v=0' })
    expect(error?.message).toBe('peer not ready for sdp offers')
    webSocket.close()
  })

  it('is when no offer waits for answerSdp', async () => {
    const { endpointId, device } = await stage.online()
    const { error } = await device.socket.request('answerSdp', {
      peerType: 'subscribe',
      sdpAnswer: 'v=0',
    })
    expect(error?.message).toBe('no subscribe offer is waiting for an answer')
    expect(endpointId).toBeTruthy()
  })

  it('is when no call is there for acceptStream and declineStream', async () => {
    const { device } = await stage.online()
    for (const method of ['acceptStream', 'declineStream']) {
      expect((await device.socket.request(method, {})).error?.code).toBe(-32000)
    }
  })
})

describe('SDP that cannot be used', () => {
  it('is refused as an answer, and a good one is taken after it', async () => {
    const { webSocket, call, request } = await dialed()
    const { publishSdpOffer } = (await call('setMediaPreferences', preferences)) as {
      publishSdpOffer: { sdpOffer: string }
    }
    const bad = await request('answerSdp', { peerType: 'publish', sdpAnswer: 'rubbish' })
    expect(bad.error?.code).toBe(-32602)
    const peer = new RTCPeerConnection({ iceServers: [] })
    await peer.setRemoteDescription({ type: 'offer', sdp: publishSdpOffer.sdpOffer })
    const { sdp: sdpAnswer } = await peer.createAnswer()
    expect(await call('answerSdp', { peerType: 'publish', sdpAnswer })).toBeNull()
    await peer.close()
    webSocket.close()
  })

  it.each([
    ['no SDP at all', () => 'rubbish'],
    ['a codec that the gateway has not', (sdp: string) => sdp.replaceAll('opus', 'speex')],
  ])('is refused as an offer: %s', async (_, spoil) => {
    const { device, endpointId } = await stage.online()
    const good = device.peers.publish.localDescription?.sdp ?? ''
    const { error } = await device.socket.request('offerSdp', {
      peerType: 'publish',
      sdpOffer: spoil(good),
    })
    expect(error?.code).toBe(-32602)
    // The gateway is as it was before.
    await stage.call(endpointId)
    await expect.poll(() => device.calls).toHaveLength(1)
  })
})

describe('a socket on order', () => {
  it.each([1000, 1001, 1011, 4409])('is closed with %i on the wire', async (code) => {
    const { endpointId, closed } = await dialed()
    await stage.control.disturb({ type: 'close', code, reason: 'on order', about: endpointId })
    expect(await closed).toEqual({ code, reason: 'on order' })
  })

  it('is cut without a close frame', async () => {
    const { endpointId, closed } = await dialed()
    await stage.control.disturb({ type: 'close', code: 1006, about: endpointId })
    expect((await closed).code).toBe(1006)
    await expect.poll(() => stage.events(endpointId)).toContain('endpointDisconnected')
  })

  it('is half open: nothing comes any more, and the endpoint is still taken', async () => {
    const { endpointId, token, webSocket, request, received } = await dialed()
    await stage.control.disturb({ type: 'freeze', about: endpointId })
    void request('ping', {})
    const other = { endpointToken: token, uniqueId: 'u-2' }
    await expect(dial(gateway, other)).rejects.toMatchObject({ status: 409 })
    expect(received).toEqual([])
    // Not even that it has been superseded.
    const newer = await dial(gateway, { endpointToken: token })
    expect(webSocket.readyState).toBe(webSocket.OPEN)
    newer.webSocket.close()
    webSocket.terminate()
  })

  it.each([999, 1005, 2000, 5000])('is not closed with %i, which never travels', async (code) => {
    const { endpointId, webSocket } = await dialed()
    const order = stage.control.disturb({ type: 'close', code, about: endpointId })
    await expect(order).rejects.toMatchObject({ status: 400 })
    webSocket.close()
  })

  it('needs a device', async () => {
    const order = stage.control.disturb({ type: 'close', code: 1006, about: 'e-none' })
    await expect(order).rejects.toMatchObject({ status: 409 })
    const restart = stage.control.disturb({ type: 'restart-ice', peer: 'publish', about: 'e-none' })
    await expect(restart).rejects.toMatchObject({ status: 409 })
    await expect(stage.control.heard('e-none')).rejects.toMatchObject({ status: 404 })
  })
})

it('serves the older platform at its own path', async () => {
  await stage.control.changeSwitches({ platform: 'webrtc' })
  const { token } = await stage.mint()
  await stage.control.changeSwitches({ platform: 'brtc' })
  const query = { token, client: 'browser', sdkVersion: '0', uniqueId: 'u-1' }
  const device = await dialUrl(`${gateway}/v3/?${new URLSearchParams(query).toString()}`)
  expect(await device.call('setMediaPreferences', preferences)).toEqual({})
  device.webSocket.close()
})
