/** What the build knows of itself. */
export type ShellContent = {
  /** Another one for each build whose files differ. */
  version: string
  /** Paths on this origin; the page itself is `/`. */
  files: readonly string[]
}

export type ShellOptions = ShellContent & {
  /** `https://…`, without a path. */
  origin: string
  caches: Pick<CacheStorage, 'open' | 'match' | 'keys' | 'delete'>
  fetch: (request: Request) => Promise<Response>
  /** Milliseconds for which the page itself is waited for. */
  patience?: number
}

/**
 * The page without a network: its own files, kept from the last visit. What is said to the application and to Bandwidth is
 * never kept and never touched, and neither is the page while there is a network: whoever has to sign in, and whoever a newer
 * version is there for, gets it from the application.
 */
export interface Shell {
  /** Rejects where one of the files cannot be had: the version before then stays. */
  install: () => Promise<void>
  /** Forgets all but the latest two versions: a page of the one before may still be open, in a call. */
  activate: () => Promise<void>
  /** Undefined for what is none of its business, which the browser then does by itself. */
  respond: (request: Request) => Promise<Response> | undefined
}

const prefix = 'offhook-shell-'
/** What stands in the page when it is the one that was kept. */
export const keptMark = 'data-kept'

export function createShell(options: ShellOptions): Shell {
  const { version, files, origin, caches, patience = 4_000 } = options
  const name = prefix + version
  const known = new Set(files)

  async function keep(cache: Cache, path: string): Promise<void> {
    // Past the browser's own cache, which may hold the file of another version.
    const request = new Request(origin + path, { cache: 'reload' })
    const response = await options.fetch(request)
    // A proxy that wants somebody to sign in answers with another page.
    if (!response.ok || response.redirected) throw new Error(`${path} could not be had`)
    await cache.put(path, response)
  }

  async function keptFile(request: Request, path: string): Promise<Response> {
    return (await caches.match(path)) ?? options.fetch(request)
  }

  async function page(request: Request): Promise<Response> {
    try {
      return await within(patience, options.fetch(request))
    } catch (error) {
      const kept = await caches.match('/')
      if (!kept) throw error
      return marked(kept)
    }
  }

  return {
    install: async () => {
      const cache = await caches.open(name)
      await Promise.all(files.map((path) => keep(cache, path)))
    },
    activate: async () => {
      // In the order in which they were made.
      const ours = (await caches.keys()).filter((key) => key.startsWith(prefix))
      await Promise.all(ours.slice(0, -2).map((key) => caches.delete(key)))
    },
    respond: (request) => {
      const { origin: asked, pathname } = new URL(request.url)
      if (request.method !== 'GET' || asked !== origin) return undefined
      if (/^\/(?:api|hooks)(?:\/|$)/.test(pathname)) return undefined
      if (request.mode === 'navigate') return page(request)
      return known.has(pathname) ? keptFile(request, pathname) : undefined
    },
  }
}

/** Rejects where it takes longer; what comes then is not waited for. */
function within<T>(milliseconds: number, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('Not answered in time')), milliseconds)
    promise.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

/** The page may have to say that it is an old one. */
async function marked(kept: Response): Promise<Response> {
  const headers = new Headers(kept.headers)
  // Of the body as it came over the network, which it is no more.
  for (const name of ['content-encoding', 'content-length', 'etag']) headers.delete(name)
  const html = await kept.text()
  return new Response(html.replace('<html', `<html ${keptMark}`), { headers })
}
