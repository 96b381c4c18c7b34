import type { Page } from '@playwright/test'

/** What the simulator in the demo is asked by its control API. */
const control = (page: Page, method: 'POST' | 'DELETE', path: string, body?: object) =>
  page.evaluate(
    async ([method, path, body]) => {
      const headers = { 'Content-Type': 'application/json' }
      const answer = await fetch(`/control${path}`, { method, headers, ...(body && { body }) })
      if (!answer.ok) throw new Error(`${path} was answered with ${answer.status}`)
    },
    [method, path, body && JSON.stringify(body)] as const,
  )

/** The gateway closes the phone's socket with that code; 1006 is none, as when the network goes. */
export const closeSocket = (page: Page, code: number) =>
  control(page, 'POST', '/gateway/disturbances', { type: 'close', code })

/** The phone was opened elsewhere: the one loss that nothing is done about. */
export const supersede = (page: Page) => closeSocket(page, 4409)

/** The connection goes, and no other is to be had until it is mended. */
export async function breakGateway(page: Page): Promise<void> {
  const refuse = { type: 'refuse', status: 503, times: 'always' }
  await control(page, 'POST', '/faults', { gateway: [refuse] })
  await closeSocket(page, 1006)
}

export const mendGateway = (page: Page) => control(page, 'DELETE', '/faults')

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
