// @vitest-environment jsdom
import { afterEach, expect, it, vi } from 'vitest'
import { createBrowserSocket, gatewayUrlWithQuery } from './browser-socket.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

const address = {
  gatewayUrl: 'wss://gateway.test/prod/endpoints',
  endpointToken: 'header.claims.sig-na_ture',
  uniqueId: 'device 1&2',
}

it('puts the token and the rest into the query, beside what is there', () => {
  expect(gatewayUrlWithQuery(address)).toBe(
    'wss://gateway.test/prod/endpoints?client=node&sdkVersion=0.1.0&uniqueId=device+1%262&endpointToken=header.claims.sig-na_ture',
  )
  expect(gatewayUrlWithQuery({ ...address, gatewayUrl: 'wss://gateway.test/e?client=x&a=1' })).toBe(
    'wss://gateway.test/e?client=node&a=1&sdkVersion=0.1.0&uniqueId=device+1%262&endpointToken=header.claims.sig-na_ture',
  )
})

it('refuses an address that is no URL', () => {
  expect(() => gatewayUrlWithQuery({ ...address, gatewayUrl: 'gateway' })).toThrow(
    expect.objectContaining({ code: 'handshake-failed' }),
  )
})

it('passes text on, bytes as text, and the close', () => {
  const { listener, socket, created } = open()
  created.dispatchEvent(new Event('open'))
  created.dispatchEvent(new MessageEvent('message', { data: 'text' }))
  created.dispatchEvent(
    new MessageEvent('message', { data: new TextEncoder().encode('bytes').buffer }),
  )
  created.dispatchEvent(new CloseEvent('close', { code: 4409, reason: 'superseded' }))
  expect(listener.onOpen).toHaveBeenCalledOnce()
  expect(listener.onText.mock.calls).toEqual([['text'], ['bytes']])
  expect(listener.onClose).toHaveBeenCalledExactlyOnceWith(4409, 'superseded')

  socket.send('hello')
  socket.close(1000)
  expect(created.send).toHaveBeenCalledExactlyOnceWith('hello')
  expect(created.close).toHaveBeenCalledExactlyOnceWith(1000)
})

function open() {
  const created = Object.assign(new EventTarget(), {
    send: vi.fn<(text: string) => void>(),
    close: vi.fn<(code: number) => void>(),
  })
  vi.stubGlobal(
    'WebSocket',
    vi.fn(function createdSocket() {
      return created
    }),
  )
  const listener = {
    onOpen: vi.fn<() => void>(),
    onText: vi.fn<(text: string) => void>(),
    onClose: vi.fn<(code: number, reason: string) => void>(),
  }
  return { created, listener, socket: createBrowserSocket('wss://gateway.test/', listener) }
}
