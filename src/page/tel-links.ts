export type Handlers = {
  isSecureContext: boolean
  location: Pick<Location, 'href'>
  navigator: Partial<Pick<Navigator, 'registerProtocolHandler'>>
}

/**
 * Asks the browser to open `tel:` links with this page. Undefined where it has no such thing: on phones, in Safari,
 * and on a page that is neither https nor localhost.
 *
 * @returns a function that answers whether the browser took the question; what its user answers, no page is told
 */
export function createTelLinks(page: Handlers = globalThis): (() => boolean) | undefined {
  const { isSecureContext, location, navigator } = page
  if (!isSecureContext || !navigator.registerProtocolHandler) return undefined
  return () => {
    try {
      navigator.registerProtocolHandler?.('tel', new URL('?dial=%s', location.href).href)
      return true
    } catch {
      return false
    }
  }
}
