import { expect, it, vi } from 'vitest'
import { waitFor } from '../testing/wait-for.ts'
import { createPageShell } from './page-shell.ts'

function createWorker() {
  return Object.assign(new EventTarget(), { state: 'installed', postMessage: vi.fn() })
}

function createWorld({ isKept = false } = {}) {
  const registration = Object.assign(new EventTarget(), {
    active: null as object | null,
    waiting: null as object | null,
    installing: null as EventTarget | null,
    update: vi.fn(async () => {}),
  })
  const window = new EventTarget()
  const document = new EventTarget()
  const reload = vi.fn()
  let isOnLine = true
  const register = vi.fn(async () => registration as unknown as ServiceWorkerRegistration)
  const shell = createPageShell({
    container: { register },
    isKept,
    isOnLine: () => isOnLine,
    window,
    document,
    reload,
  })
  return {
    shell,
    registration,
    register,
    reload,
    document,
    /** As a browser does it with a newer version. */
    install: () => {
      const worker = createWorker()
      registration.installing = worker
      registration.dispatchEvent(new Event('updatefound'))
      registration.waiting = worker
      worker.dispatchEvent(new Event('statechange'))
      return worker
    },
    go: (event: 'online' | 'offline') => {
      isOnLine = event === 'online'
      window.dispatchEvent(new Event(event))
    },
  }
}

it('registers its worker past the browser’s cache, and looks for a newer one when it is looked at', async () => {
  const { register, registration, document } = createWorld()
  expect(register).toHaveBeenCalledWith('/sw.js', { updateViaCache: 'none' })
  await waitFor(() => expect(registration.update).toHaveBeenCalledOnce())
  document.dispatchEvent(new Event('visibilitychange'))
  expect(registration.update).toHaveBeenCalledTimes(2)
})

it('the first version is no update, and the next is one that takes over when it is told to', async () => {
  const { shell, registration, install, reload } = createWorld()
  await waitFor(() => expect(registration.update).toHaveBeenCalled())
  install()
  expect(shell.hasUpdate.isOn()).toBe(false)
  registration.active = {}
  const worker = install()
  expect(shell.hasUpdate.isOn()).toBe(true)
  expect(worker.postMessage).not.toHaveBeenCalled()
  shell.update()
  expect(worker.postMessage).toHaveBeenCalledWith('take-over')
  expect(reload).not.toHaveBeenCalled()
  worker.state = 'activated'
  worker.dispatchEvent(new Event('statechange'))
  expect(reload).toHaveBeenCalledOnce()
})

it('is without a network from the moment it goes until it comes back', () => {
  const { shell, go } = createWorld()
  const told: boolean[] = []
  shell.isWithoutNetwork.subscribe(() => told.push(shell.isWithoutNetwork.isOn()))
  go('offline')
  go('online')
  expect(told).toEqual([true, false])
})

it('a page that was kept is without a network until the application answers', async () => {
  const { shell } = createWorld({ isKept: true })
  expect(shell.isWithoutNetwork.isOn()).toBe(true)
  await waitFor(() => expect(shell.isWithoutNetwork.isOn()).toBe(false))
})

it('where there are no workers the phone is what it was', () => {
  const shell = createPageShell({
    container: undefined,
    isKept: false,
    isOnLine: () => true,
    window: new EventTarget(),
    document: new EventTarget(),
  })
  expect(shell.hasUpdate.isOn()).toBe(false)
})
