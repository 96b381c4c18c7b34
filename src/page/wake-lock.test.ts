import { expect, it, vi } from 'vitest'
import { createTestPhone } from '../testing/create-test-phone.ts'
import { waitFor } from '../testing/wait-for.ts'
import { keepAwake } from './wake-lock.ts'

/** A page with a wake lock that it loses when it is hidden, as the browser does it. */
function createPage() {
  const locks: { released: boolean }[] = []
  const document = Object.assign(new EventTarget(), { visibilityState: 'visible' as const })
  const request = vi.fn(async () => {
    const lock = Object.assign(new EventTarget(), {
      released: false,
      type: 'screen' as const,
      onrelease: null,
      release: async () => {
        lock.released = true
      },
    })
    locks.push(lock)
    return lock
  })
  const show = (visibilityState: DocumentVisibilityState) => {
    Object.assign(document, { visibilityState })
    if (visibilityState === 'hidden') for (const lock of locks) lock.released = true
    document.dispatchEvent(new Event('visibilitychange'))
  }
  const held = () => locks.filter((lock) => !lock.released).length
  return { page: { document, navigator: { wakeLock: { request } } }, request, show, held }
}

async function inCall() {
  const test = createTestPhone()
  const { page, ...browser } = createPage()
  const stop = keepAwake(test.phone, page)
  await test.goOnline()
  expect(browser.held()).toBe(0)
  await test.phone.dial('+19195550101')
  return { ...test, ...browser, stop }
}

it('holds the screen from the first ring to the end of the call', async () => {
  const { phone, answer, held, request } = await inCall()
  await waitFor(() => expect(held()).toBe(1))
  answer()
  phone.setMuted(true)
  phone.hangUp()
  await waitFor(() => expect(held()).toBe(0))
  expect(request).toHaveBeenCalledTimes(1)
})

it('takes the lock again when the page is seen again, while there is a call', async () => {
  const { phone, show, held } = await inCall()
  await waitFor(() => expect(held()).toBe(1))
  show('hidden')
  expect(held()).toBe(0)
  show('visible')
  await waitFor(() => expect(held()).toBe(1))
  phone.hangUp()
  show('hidden')
  show('visible')
  await Promise.resolve()
  expect(held()).toBe(0)
})

it('lets go of a lock that came after the end', async () => {
  const { phone, held, request } = await inCall()
  phone.hangUp()
  await waitFor(() => expect(request).toHaveBeenCalled())
  await waitFor(() => expect(held()).toBe(0))
})

it('asks again after a refusal, when the page is back', async () => {
  const test = createTestPhone()
  const { page, request, show, held } = createPage()
  request.mockRejectedValueOnce(new DOMException('low battery', 'NotAllowedError'))
  keepAwake(test.phone, page)
  await test.goOnline()
  await test.phone.dial('+19195550101')
  await waitFor(() => expect(request).toHaveBeenCalledTimes(1))
  expect(held()).toBe(0)
  await waitFor(() => {
    show('visible')
    expect(held()).toBe(1)
  })
})

it('does nothing where the browser has none', async () => {
  const test = createTestPhone()
  const { page } = createPage()
  expect(() => keepAwake(test.phone, { ...page, navigator: {} })()).not.toThrow()
})
