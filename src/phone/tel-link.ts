/** A `tel:` link (RFC 3966): the number with its visual separators, and the extension that the link asks for. */
export type TelLink = { number: string; extension?: string }

/**
 * Reads a text that is a `tel:` link and nothing else; undefined for any other. A local number gets the beginning
 * that its `phone-context` names, unless that is a domain.
 */
export function readTelLink(text: string): TelLink | undefined {
  const [, link] = /^tel:(.*)$/is.exec(text.trim()) ?? []
  if (link === undefined) return undefined
  const [number = '', ...parameters] = decode(link).split(';')
  const valueOf = (name: string): string | undefined =>
    parameters.find((parameter) => parameter.toLowerCase().startsWith(`${name}=`))?.split('=')[1]
  const context = /^\+[\d.()-]+$/.exec(valueOf('phone-context') ?? '')?.[0] ?? ''
  const local = number.trim()
  const extension = valueOf('ext')?.replaceAll(/[^\d*#]/g, '')
  return {
    number: local === '' || local.startsWith('+') ? local : context + local,
    ...(extension && { extension }),
  }
}

/** Full-width and other compatible signs as plain ones, without the invisible marks that contact cards copy along. */
export function plainText(text: string): string {
  return text.normalize('NFKC').replaceAll(/\p{Cf}/gu, '')
}

/** A link is percent-encoded or not, by whoever wrote it. */
function decode(link: string): string {
  try {
    return decodeURIComponent(link)
  } catch {
    return link
  }
}
