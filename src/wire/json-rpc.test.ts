import { assert, json, oneof, property, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  failureFrame,
  notificationFrame,
  parseFrame,
  requestFrame,
  resultFrame,
} from './json-rpc.ts'

describe('parseFrame', () => {
  it('reads back what the writers write', () => {
    expect(parseFrame(requestFrame(7, 'ping', {}))).toEqual({
      type: 'request',
      id: 7,
      method: 'ping',
      params: {},
    })
    expect(parseFrame(notificationFrame('leave'))).toEqual({
      type: 'notification',
      method: 'leave',
      params: undefined,
    })
    expect(parseFrame(resultFrame('9', 'bye'))).toEqual({ type: 'result', id: '9', result: 'bye' })
    expect(parseFrame(failureFrame(3, { code: -32601, message: 'no such method' }))).toEqual({
      type: 'failure',
      id: 3,
      error: { code: -32601, message: 'no such method' },
    })
  })

  it('keeps the type of an id', () => {
    expect(parseFrame(resultFrame(1, null))).toMatchObject({ id: 1 })
    expect(parseFrame(resultFrame('1', null))).toMatchObject({ id: '1' })
  })

  it('sends a void result as null, which rpc-websockets needs', () => {
    expect(resultFrame(1, undefined)).toBe('{"jsonrpc":"2.0","id":1,"result":null}')
  })

  it('understands the notification dialect of rpc-websockets', () => {
    expect(parseFrame('{"notification":"ready","params":{"region":"us-east-1"}}')).toEqual({
      type: 'notification',
      method: 'ready',
      params: { region: 'us-east-1' },
    })
  })

  it.each([
    ['', 'not-json'],
    ['{"jsonrpc":', 'not-json'],
    ['[]', 'not-json-rpc'],
    ['null', 'not-json-rpc'],
    ['"ready"', 'not-json-rpc'],
    ['{"jsonrpc":"1.0","id":1,"result":null}', 'not-json-rpc'],
    ['{"jsonrpc":"2.0"}', 'not-json-rpc'],
    ['{"jsonrpc":"2.0","id":1}', 'not-json-rpc'],
    ['{"jsonrpc":"2.0","id":{},"result":1}', 'not-json-rpc'],
    ['{"jsonrpc":"2.0","id":1,"error":"no"}', 'not-json-rpc'],
  ])('calls %j invalid', (text, reason) => {
    expect(parseFrame(text)).toEqual({ type: 'invalid', reason })
  })

  it('never throws, whatever arrives', () => {
    assert(
      property(oneof(string(), json()), (text) => {
        expect(parseFrame(text).type).toMatch(/^(request|notification|result|failure|invalid)$/)
      }),
    )
  })
})
