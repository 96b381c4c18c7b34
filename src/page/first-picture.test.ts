import { expect, it, vi } from 'vitest'
import { firstPicture } from './first-picture.ts'

/** A browser that tells what it paints, when it is told to. */
function createBrowser() {
  let tell: ((entries: PerformanceObserverEntryList) => void) | undefined
  const disconnect = vi.fn<() => void>()
  class FakeObserver {
    static supportedEntryTypes = ['paint']
    disconnect = disconnect
    constructor(callback: PerformanceObserverCallback) {
      tell = (entries) => callback(entries, this as unknown as PerformanceObserver)
    }
    observe = vi.fn<() => void>()
  }
  const paint = (painted: string) =>
    tell?.({
      getEntriesByName: (name: string) => (name === painted ? [{}] : []),
    } as PerformanceObserverEntryList)
  return {
    PerformanceObserver: FakeObserver as unknown as typeof PerformanceObserver,
    paint,
    disconnect,
  }
}

const visible = { visibilityState: 'visible' } as const

it('is there when something to read has been painted, not with the ground alone', async () => {
  const { paint, disconnect, ...browser } = createBrowser()
  const then = vi.fn<() => void>()
  const picture = firstPicture({ document: visible, ...browser }).then(then)
  paint('first-paint')
  await Promise.resolve()
  expect(then).not.toHaveBeenCalled()
  paint('first-contentful-paint')
  await picture
  expect(disconnect).toHaveBeenCalledOnce()
})

it('is not waited for in a tab in the background, nor where the browser does not tell', async () => {
  const { PerformanceObserver } = createBrowser()
  await firstPicture({ document: { visibilityState: 'hidden' }, PerformanceObserver })
  await firstPicture({ document: visible })
  class Silent extends PerformanceObserver {
    static override supportedEntryTypes: readonly string[] = []
  }
  await firstPicture({ document: visible, PerformanceObserver: Silent })
})
