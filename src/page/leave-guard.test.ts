import { expect, it, vi } from 'vitest'
import { createTestPhone } from '../testing/create-test-phone.ts'
import { waitFor } from '../testing/wait-for.ts'
import { guardLeaving } from './leave-guard.ts'

function createPage() {
  const page = new EventTarget()
  /** @returns whether the browser would ask first */
  const leave = () => !page.dispatchEvent(new Event('beforeunload', { cancelable: true }))
  return { page: page as Window, leave }
}

it('the browser asks while a call rings or goes on, and not before or after', async () => {
  const { phone, goOnline, ring } = createTestPhone()
  const { page, leave } = createPage()
  const listen = vi.spyOn(page, 'addEventListener')
  const stop = guardLeaving(phone, page)
  await goOnline()
  expect(leave()).toBe(false)
  expect(listen).not.toHaveBeenCalled()

  ring()
  expect(leave()).toBe(true)
  phone.accept()
  await waitFor(() => expect(phone.store.getState().call?.status).toBe('connected'))
  expect(leave()).toBe(true)
  phone.hangUp()
  expect(leave()).toBe(false)

  ring('+19195550100', 'stream-2', 'call-2')
  expect(leave()).toBe(true)
  stop()
  expect(leave()).toBe(false)
})
