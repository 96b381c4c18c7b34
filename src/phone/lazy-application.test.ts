import { expect, it, vi } from 'vitest'
import { createFakeApplication } from '../testing/fake-application.ts'
import { waitFor } from '../testing/wait-for.ts'
import { createLazyApplication } from './lazy-application.ts'

function createListener() {
  return { onEvent: vi.fn(), onOpen: vi.fn(), onLost: vi.fn(), onFault: vi.fn() }
}

it('follows an endpoint that it has not given itself, as soon as it is loaded', async () => {
  const loaded = createFakeApplication()
  const application = createLazyApplication(async () => loaded)
  const listener = createListener()
  const leave = application.subscribe('ep-1', listener)
  await waitFor(() => expect(loaded.subscriptions()).toBe(1))
  loaded.lose()
  expect(listener.onLost).toHaveBeenCalledTimes(1)
  leave()
  expect(loaded.subscriptions()).toBe(0)
})

it('does not follow what was left before it was loaded', async () => {
  const loaded = createFakeApplication()
  const application = createLazyApplication(async () => loaded)
  application.subscribe('ep-1', createListener())()
  await application.createEndpoint()
  expect(loaded.subscribe).not.toHaveBeenCalled()
})

it('says that nothing is heard where it cannot be loaded', async () => {
  const application = createLazyApplication(async () => {
    throw new Error('no network')
  })
  const listener = createListener()
  application.subscribe('ep-1', listener)
  await waitFor(() => expect(listener.onLost).toHaveBeenCalledTimes(1))
})
