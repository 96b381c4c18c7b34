/**
 * A text file of unknown origin: by its byte order mark, or else UTF-8, or else what Windows writes where it does not
 * write UTF-8.
 */
export function decodeText(bytes: Uint8Array<ArrayBuffer>): string {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  return decodeAs('utf-8', bytes)
}

/** In that encoding where it is one and fits, or else in Windows-1252, in which everything fits. */
export function decodeAs(encoding: string, bytes: Uint8Array<ArrayBuffer>): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}
