import type { Page } from '@playwright/test'

declare global {
  interface Window {
    watchedSockets?: WebSocket[]
  }
}

/** From now on the page's sockets can be lost. Before the phone is opened. */
export async function watchConnection(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const sockets: WebSocket[] = []
    window.watchedSockets = sockets
    addEventListener(
      'keydown',
      () => {
        // As late as this, so that the socket of the simulated network is the one that is watched.
        if (window.WebSocket.name === 'Watched') return
        const Present = window.WebSocket
        window.WebSocket = class Watched extends Present {
          constructor(url: string | URL, protocols?: string | string[]) {
            super(url, protocols)
            sockets.push(this)
          }
        }
      },
      { once: true },
    )
  })
}

/** As when the network goes: the socket is gone without a word. */
export async function loseConnection(page: Page): Promise<void> {
  await page.evaluate(() => {
    window.watchedSockets?.at(-1)?.dispatchEvent(new CloseEvent('close', { code: 1006 }))
  })
}

/** Requests to an address with this in it are never answered, from now on and after a reload. */
export async function hold(page: Page, part: string): Promise<void> {
  const script = (held: string) => {
    const fetch = window.fetch
    window.fetch = (input, init) => {
      const url = input instanceof Request ? input.url : String(input)
      return url.includes(held) ? new Promise(() => {}) : fetch(input, init)
    }
  }
  await page.addInitScript(script, part)
  await page.evaluate(script, part)
}
