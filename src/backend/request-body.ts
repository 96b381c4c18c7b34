export type RequestBody =
  /** `value` is undefined where there was no body. */
  { status: 200; value: unknown } | { status: 400 | 413 | 415; message: string }

const limit = 64 * 1024

/** Reads a JSON body of at most 64 KB, and stops reading where it is longer. Never throws. */
export async function readJson(request: Request): Promise<RequestBody> {
  const bytes = await readBytes(request)
  if (bytes === undefined) return { status: 413, message: `Bodies are limited to ${limit} bytes.` }
  if (bytes.length === 0) return { status: 200, value: undefined }
  if (!/^application\/json\s*(;|$)/i.test(request.headers.get('content-type') ?? '')) {
    return { status: 415, message: 'The body must be application/json.' }
  }
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes))
    return { status: 200, value }
  } catch {
    return { status: 400, message: 'The body is not JSON.' }
  }
}

async function readBytes(request: Request): Promise<Uint8Array | undefined> {
  const reader = request.body?.getReader()
  if (!reader) return new Uint8Array()
  const chunks: Uint8Array[] = []
  let length = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    length += value.length
    if (length > limit) {
      await reader.cancel()
      return undefined
    }
    chunks.push(value)
  }
  const bytes = new Uint8Array(length)
  let offset = 0
  for (const chunk of chunks) {
    bytes.set(chunk, offset)
    offset += chunk.length
  }
  return bytes
}
