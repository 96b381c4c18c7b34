/** The page's address as far as dialing has to do with it. */
export type Address = {
  location: Pick<Location, 'href'>
  history: Pick<History, 'replaceState' | 'state'>
}

/**
 * What the address asks to be dialled, `?dial=…`: a number, or a `tel:` link that the browser hands over. It is taken
 * out of the address, so that a reload or a bookmark does not ask again.
 */
export function takeDialRequest({ location, history }: Address = globalThis): string | undefined {
  const url = new URL(location.href)
  const request = url.searchParams.get('dial')
  if (request === null) return undefined
  url.searchParams.delete('dial')
  history.replaceState(history.state, '', url)
  // Somebody has written the plus of a number as it is, which in an address means a space.
  return request.replace(/^ (?=\d)/, '+').trim() || undefined
}
