import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { phoneFiles } from './phone-files.ts'

const page = '<!doctype html><title>Offhook</title>'
const script = 'export const a = 1\n'.repeat(100)
const navigation = { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }

let root: string
let app: Hono

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'phone-files-'))
  const phone = join(root, 'phone')
  mkdirSync(join(phone, 'assets'), { recursive: true })
  mkdirSync(join(phone, '.vite'))
  writeFileSync(join(root, 'secret.txt'), 'secret')
  writeFileSync(join(phone, 'index.html'), page)
  writeFileSync(join(phone, 'icon.svg'), '<svg/>')
  writeFileSync(join(phone, 'assets', 'index-abc.js'), script)
  writeFileSync(join(phone, '.vite', 'manifest.json'), '{}')
  writeFileSync(join(phone, '.env'), 'SECRET=1')
  symlinkSync(join(root, 'secret.txt'), join(phone, 'link.txt'))
  app = new Hono()
  app.use(phoneFiles(phone))
  app.all('*', (c) => c.text('next', 404))
})
afterAll(() => {
  rmSync(root, { recursive: true })
})

const get = async (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  app.request(path, { method, headers })

describe('the phone', () => {
  it.each(['/', '/index.html', '/?dial=%2B19195551234', '/history', '/settings/audio?x=1'])(
    'opens at %s, and is looked for anew each time',
    async (path) => {
      const response = await get(path, navigation)
      expect(response.status).toBe(200)
      expect(await response.text()).toBe(page)
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
      expect(response.headers.get('cache-control')).toBe('no-cache')
    },
  )

  it('is not sent again while it is the same', async () => {
    const etag = (await get('/')).headers.get('etag') ?? ''
    const response = await get('/', { 'If-None-Match': `"x", ${etag}` })
    expect(response.status).toBe(304)
    expect(await response.text()).toBe('')
    expect((await get('/', { 'If-None-Match': '"x"' })).status).toBe(200)
  })

  it('has assets that are kept for ever, and others that are not', async () => {
    const asset = await get('/assets/index-abc.js')
    expect(await asset.text()).toBe(script)
    expect(asset.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    const icon = await get('/icon.svg')
    expect(icon.headers.get('content-type')).toMatch(/^image\/svg\+xml/)
    expect(icon.headers.get('cache-control')).toBe('no-cache')
  })

  it('comes compressed as the browser likes it', async () => {
    const body = async (accept: string) => {
      const response = await get('/assets/index-abc.js', { 'Accept-Encoding': accept })
      expect(response.headers.get('vary')).toBe('Accept-Encoding')
      const bytes = Buffer.from(await response.arrayBuffer())
      return { encoding: response.headers.get('content-encoding'), bytes }
    }
    const brotli = await body('gzip, deflate, br')
    expect(brotli.encoding).toBe('br')
    expect(brotliDecompressSync(brotli.bytes).toString()).toBe(script)
    const gzip = await body('gzip;q=0.8, br;q=0')
    expect(gzip.encoding).toBe('gzip')
    expect(gunzipSync(gzip.bytes).toString()).toBe(script)
    expect((await body('identity')).bytes.toString()).toBe(script)
  })

  it('answers HEAD without a body', async () => {
    const response = await get('/', {}, 'HEAD')
    expect(response.status).toBe(200)
    expect(await response.text()).toBe('')
  })
})

describe('what is not there', () => {
  it.each(['/assets/index-old.js', '/assets/old', '/favicon.ico', '/link.txt', '/history.html'])(
    'is missing, even to a navigation: %s',
    async (path) => {
      expect((await get(path, navigation)).status).toBe(404)
    },
  )

  it('is missing to all that is no navigation', async () => {
    expect((await get('/history', { Accept: '*/*' })).status).toBe(404)
    expect((await get('/history')).status).toBe(404)
    expect((await get('/', navigation, 'POST')).status).toBe(404)
  })

  it('has no dot files and no folders', async () => {
    for (const path of ['/.env', '/.vite/manifest.json', '/assets', '/assets/']) {
      expect((await get(path)).status).toBe(404)
    }
  })

  it('is not outside of the folder either', async () => {
    const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 })
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    // `fetch` would resolve the dots itself.
    const raw = async (path: string) => {
      const sent = httpRequest({ host: '127.0.0.1', port, path, agent: false }).end()
      const [response] = (await once(sent, 'response')) as [NodeJS.ReadableStream]
      let text = ''
      for await (const chunk of response) text += chunk.toString()
      return text
    }
    const paths = [
      '/../secret.txt',
      '/assets/../../secret.txt',
      '/%2e%2e/secret.txt',
      '/..%2fsecret.txt',
      '/..%5csecret.txt',
      '//secret.txt',
      '/assets/%00/../../../secret.txt',
      '/%252e%252e/secret.txt',
      `/${join(root, 'secret.txt')}`,
    ]
    for (const path of paths) expect(await raw(path)).not.toContain('secret')
    expect(await raw('/assets/../index.html')).toBe(page)
    server.close()
  })
})

it('a folder without a phone is named at the start', () => {
  expect(() => phoneFiles(join(root, 'nowhere'))).toThrow(/npm run build/)
  expect(() => phoneFiles(root)).toThrow(/npm run build/)
})
