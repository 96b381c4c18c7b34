import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Context, MiddlewareHandler } from 'hono'
import { getMimeType } from 'hono/utils/mime'
import { once } from './once.ts'

/**
 * Serves the built phone. All of it is read once, at the start: a request is looked up among the names that were there, so
 * no path in it can lead anywhere else. A navigation to an unknown path gets the phone, which has one page; anything else
 * that is unknown is left to the next handler.
 * @param folder what `vite build` has written; files and folders whose name begins with a dot are left out
 * @throws Error where there is no phone in it
 */
export function phoneFiles(folder: string): MiddlewareHandler {
  const files = readFiles(folder)
  const index = files.get('/index.html')
  if (!index) throw new Error(`There is no built phone in ${folder}: run “npm run build”.`)
  files.set('/', index)

  return async (c, next) => {
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') return next()
    const file = files.get(c.req.path) ?? (isNavigation(c) ? index : undefined)
    return file ? send(c, file) : next()
  }
}

type PhoneFile = {
  headers: Record<string, string>
  etag: string
  /** By the name that `Accept-Encoding` has for it, the best first. */
  encodings: readonly (readonly [name: string, bytes: () => Promise<Bytes>])[]
  plain: Bytes
}

type Bytes = Uint8Array<ArrayBuffer>

function readFiles(folder: string): Map<string, PhoneFile> {
  const files = new Map<string, PhoneFile>()
  if (!existsSync(folder)) return files
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    // Where links lead is not for this server to say.
    if (!entry.isFile()) continue
    const file = join(entry.parentPath, entry.name)
    const names = relative(folder, file).split(sep)
    if (names.some((name) => name.startsWith('.'))) continue
    const path = `/${names.join('/')}`
    files.set(path, describeFile(path, new Uint8Array(readFileSync(file))))
  }
  return files
}

/** Vite puts a hash of the content into the names there. */
const hashed = /^\/assets\//

function describeFile(path: string, plain: Bytes): PhoneFile {
  const type = getMimeType(path) ?? 'application/octet-stream'
  return {
    headers: {
      'Content-Type': type,
      'Cache-Control': hashed.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
      Vary: 'Accept-Encoding',
    },
    etag: `W/"${createHash('sha256').update(plain).digest('base64url')}"`,
    encodings: isCompressible(type) ? compress(plain) : [],
    plain,
  }
}

function isCompressible(type: string): boolean {
  return /^text\/|javascript|json|svg/.test(type)
}

/** Smaller by a twentieth than at 9, in a fifth of a second for the largest file; 11 takes twice as long for a fiftieth. */
const params = { [constants.BROTLI_PARAM_QUALITY]: 10 }

/** For the first who asks, beside whatever else there is to do, and kept: a start does not wait for it. */
function compress(plain: Bytes): PhoneFile['encodings'] {
  return [
    ['br', once(async () => new Uint8Array(await promisify(brotliCompress)(plain, { params })))],
    ['gzip', once(async () => new Uint8Array(await promisify(gzip)(plain)))],
  ]
}

/** A file that is missing is missing: the page in its place would be taken for a broken script. */
function isNavigation(c: Context): boolean {
  const isFile = hashed.test(c.req.path) || /\.[^/]*$/.test(c.req.path)
  return !isFile && /\btext\/html\b/i.test(c.req.header('accept') ?? '')
}

async function send(c: Context, file: PhoneFile): Promise<Response> {
  const headers = { ...file.headers, ETag: file.etag }
  if (isKnown(c.req.header('if-none-match'), file.etag)) return c.body(null, 304, headers)
  const accepted = acceptedEncodings(c.req.header('accept-encoding'))
  const [name, bytes] = file.encodings.find(([encoding]) => accepted.has(encoding)) ?? []
  if (!name || !bytes) return c.body(file.plain, 200, headers)
  return c.body(await bytes(), 200, { ...headers, 'Content-Encoding': name })
}

function isKnown(ifNoneMatch: string | undefined, etag: string): boolean {
  const tags = (ifNoneMatch ?? '').split(',').map((tag) => tag.trim())
  return tags.includes(etag)
}

function acceptedEncodings(header = ''): Set<string> {
  const choices = header.split(',').map((choice) => choice.trim().toLowerCase())
  const wanted = choices.filter((choice) => !/;\s*q=0(?:\.0*)?$/.test(choice))
  return new Set(wanted.map((choice) => choice.split(';')[0]?.trim() ?? ''))
}
