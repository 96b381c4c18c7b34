import { describe, expect, it } from 'vitest'
import { createShell } from './create-shell.ts'

const origin = 'https://phone.test'
const html = '<!doctype html><html lang="en"><body>the page</body></html>'

/** Stands in for the browser's storage, and for a network that can go away. */
function createWorld() {
  const stores = new Map<string, Map<string, Response>>()
  const asked: string[] = []
  let answer: (request: Request) => Promise<Response> = async ({ url }) =>
    new Response(new URL(url).pathname === '/' ? html : `file ${url}`, {
      headers: { 'Content-Security-Policy': "default-src 'none'", ETag: '"1"' },
    })
  const caches = {
    open: async (name: string) => {
      const store = stores.get(name) ?? new Map<string, Response>()
      stores.set(name, store)
      return { put: async (path: string, response: Response) => void store.set(path, response) }
    },
    match: async (path: string) =>
      [...stores.values()].map((store) => store.get(path)?.clone()).find(Boolean),
    keys: async () => [...stores.keys()],
    delete: async (name: string) => stores.delete(name),
  } as unknown as CacheStorage
  const shellOf = (version: string) =>
    createShell({
      version,
      files: ['/', '/assets/phone.js', '/icon.svg'],
      origin,
      caches,
      patience: 20,
      fetch: (request) => {
        asked.push(new URL(request.url).pathname)
        return answer(request)
      },
    })
  return {
    shellOf,
    stores,
    asked,
    answerWith: (next: typeof answer) => {
      answer = next
    },
    lose: () => {
      answer = () => Promise.reject(new TypeError('Failed to fetch'))
    },
  }
}

const get = (path: string) => new Request(origin + path)
/** Only a browser can make one. */
const visit = (path: string) => Object.defineProperty(get(path), 'mode', { value: 'navigate' })

describe('the shell', () => {
  it('is the page as it was kept when there is no network, and the page says so', async () => {
    const { shellOf, lose } = createWorld()
    const shell = shellOf('1')
    await shell.install()
    lose()
    const response = await shell.respond(visit('/?tel=1'))
    expect(await response?.text()).toContain('<html data-kept lang="en"><body>the page')
    expect(response?.headers.get('content-security-policy')).toBe("default-src 'none'")
    expect(response?.headers.has('etag')).toBe(false)
    expect(await (await shell.respond(get('/assets/phone.js')))?.text()).toContain('phone.js')
  })

  it('is the page as it was kept when the network does not answer in time', async () => {
    const { shellOf, answerWith } = createWorld()
    const shell = shellOf('1')
    await shell.install()
    answerWith(() => new Promise(() => {}))
    expect(await (await shell.respond(visit('/')))?.text()).toContain('data-kept')
  })

  it('leaves the page to the application while there is a network, whatever it answers', async () => {
    const { shellOf, answerWith } = createWorld()
    const shell = shellOf('1')
    await shell.install()
    answerWith(async () => new Response('sign in', { status: 401 }))
    const response = await shell.respond(visit('/'))
    expect(response?.status).toBe(401)
    expect(await response?.text()).toBe('sign in')
  })

  it.each([
    ['the application', get('/api/events?endpoint=e-1')],
    ['a navigation to the application', visit('/api/hold-music')],
    ['webhooks', get('/hooks/voice/answer')],
    ['what it has not kept', get('/metrics')],
    ['another origin', new Request('https://gateway.test/icon.svg')],
    ['anything but reading', new Request(`${origin}/`, { method: 'POST' })],
  ])('does not touch %s', async (_what, request) => {
    const { shellOf } = createWorld()
    const shell = shellOf('1')
    await shell.install()
    expect(shell.respond(request)).toBeUndefined()
  })

  it('keeps nothing but its own files', async () => {
    const { shellOf, stores } = createWorld()
    const shell = shellOf('1')
    await shell.install()
    await shell.respond(visit('/'))
    expect([...(stores.get('offhook-shell-1')?.keys() ?? [])].toSorted()).toEqual([
      '/',
      '/assets/phone.js',
      '/icon.svg',
    ])
  })

  it.each([
    ['is missing', () => new Response('', { status: 404 })],
    [
      'is another page',
      () => Object.defineProperty(new Response(html), 'redirected', { value: true }),
    ],
  ])('is not installed where a file %s', async (_what, response) => {
    const { shellOf, answerWith } = createWorld()
    answerWith(async () => response())
    await expect(shellOf('1').install()).rejects.toThrow('could not be had')
  })

  it('keeps the version before, whose pages may be in a call, and forgets older ones', async () => {
    const { shellOf, stores } = createWorld()
    stores.set('somebody-else', new Map())
    for (const version of ['1', '2', '3']) {
      await shellOf(version).install()
      await shellOf(version).activate()
    }
    expect([...stores.keys()]).toEqual(['somebody-else', 'offhook-shell-2', 'offhook-shell-3'])
  })
})
