import { describe, expect, it, vi } from 'vitest'
import { takeDialRequest } from './dial-request.ts'

describe('the address', () => {
  it.each([
    ['?dial=9195550101', '9195550101'],
    ['?dial=+19195550101', '+19195550101'],
    ['?dial=%2B44+20+7946+0018', '+44 20 7946 0018'],
    ['?dial=tel%3A%2B1-919-555-0101%3Bext%3D5', 'tel:+1-919-555-0101;ext=5'],
    ['?dial=', undefined],
    ['?token', undefined],
  ])('%s asks for %s', (query, request) => {
    const location = { href: `https://phone.example/${query}` }
    expect(takeDialRequest({ location, history: { state: null, replaceState() {} } })).toBe(request)
  })

  it('no longer asks afterwards, and keeps the rest', () => {
    const replaceState = vi.fn()
    const location = { href: 'https://phone.example/?a=1&dial=919#here' }
    takeDialRequest({ location, history: { state: 7, replaceState } })
    expect(replaceState.mock.calls[0]?.map(String)).toEqual([
      '7',
      '',
      'https://phone.example/?a=1#here',
    ])
  })
})
