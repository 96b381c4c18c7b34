import { describe, expect, it, vi } from 'vitest'
import { createTelLinks } from './tel-links.ts'

describe('telephone links', () => {
  const location = { href: 'https://phone.example/desk/?a=1#here' }
  const offer = (registerProtocolHandler?: (scheme: string, url: string | URL) => void) =>
    createTelLinks({
      isSecureContext: true,
      location,
      navigator: registerProtocolHandler ? { registerProtocolHandler } : {},
    })

  it('are asked for with an address of this page', () => {
    const register = vi.fn()
    expect(offer(register)?.()).toBe(true)
    expect(register).toHaveBeenCalledWith('tel', 'https://phone.example/desk/?dial=%s')
  })

  it('are not there where the browser cannot, or the page is not secure', () => {
    expect(offer()).toBeUndefined()
    const navigator = { registerProtocolHandler() {} }
    expect(createTelLinks({ isSecureContext: false, location, navigator })).toBeUndefined()
  })

  it('may be refused', () => {
    const refuse = () => {
      throw new DOMException('not here', 'SecurityError')
    }
    expect(offer(refuse)?.()).toBe(false)
  })
})
