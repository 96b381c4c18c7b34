import type { PageShell } from '../phone/ports.ts'

export type PageShellOptions = {
  /** Absent where the browser has none, or the page does not come by https. */
  container?: Pick<ServiceWorkerContainer, 'register'> | undefined
  /** Whether this is the page that was kept from an earlier visit. */
  isKept?: boolean
  isOnLine?: () => boolean
  /** Where `online`, `offline` and `visibilitychange` are heard. */
  window?: EventTarget
  document?: EventTarget
  reload?: () => void
  /** Milliseconds after which a newer version is looked for. */
  interval?: number
}

const script = '/sw.js'

/** The service worker of the production build: what the page is without a network, and how a newer version comes. */
export function createPageShell(options: PageShellOptions = {}): PageShell {
  const { isOnLine = () => navigator.onLine, interval = 60 * 60 * 1000 } = options
  const container = 'container' in options ? options.container : navigator.serviceWorker
  const heard = options.window ?? window
  const reload = options.reload ?? (() => location.reload())
  const isWithoutNetwork = createFlag(!isOnLine() || (options.isKept ?? isKeptPage()))
  const hasUpdate = createFlag(false)
  let registration: ServiceWorkerRegistration | undefined

  /** Also tells whether the application can be reached: `onLine` only says that there is a network. */
  const look = async (): Promise<void> => {
    await registration?.update().then(
      () => isWithoutNetwork.set(!isOnLine()),
      () => {},
    )
  }

  const watch = (registered: ServiceWorkerRegistration) => {
    registration = registered
    const tell = () => hasUpdate.set(Boolean(registered.active && registered.waiting))
    tell()
    registered.addEventListener('updatefound', () => {
      registered.installing?.addEventListener('statechange', tell)
    })
    setInterval(() => void look(), interval)
    void look()
  }

  heard.addEventListener('offline', () => isWithoutNetwork.set(true))
  heard.addEventListener('online', () => {
    isWithoutNetwork.set(false)
    void look()
  })
  const visible = options.document ?? document
  visible.addEventListener('visibilitychange', () => void look())
  // Without it, the phone is what it was: it just cannot be opened without a network.
  container?.register(trusted(script), { updateViaCache: 'none' }).then(watch, () => {})

  return {
    isWithoutNetwork,
    hasUpdate,
    update: () => {
      const waiting = registration?.waiting
      waiting?.addEventListener('statechange', () => {
        if (waiting.state === 'activated') reload()
      })
      // A worker is no window: it has no origin to be named.
      // oxlint-disable-next-line unicorn/require-post-message-target-origin
      waiting?.postMessage('take-over')
    },
  }
}

function createFlag(initially: boolean) {
  const listeners = new Set<() => void>()
  let isOn = initially
  return {
    isOn: () => isOn,
    subscribe: (listener: () => void) => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    set: (next: boolean): void => {
      if (next === isOn) return
      isOn = next
      for (const listener of listeners) listener()
    },
  }
}

/** The shell has written it into the page, see `shell/create-shell.ts`. */
function isKeptPage(): boolean {
  return document.documentElement.hasAttribute('data-kept')
}

type TrustedTypes = {
  createPolicy: (
    name: string,
    rules: { createScriptURL: () => string },
  ) => { createScriptURL: (url: string) => string }
}

/** The application's policy lets nothing become the address of a script, but for this one. */
function trusted(url: string): string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes }
  const policy = trustedTypes?.createPolicy('offhook-shell', { createScriptURL: () => script })
  return policy?.createScriptURL(url) ?? url
}
