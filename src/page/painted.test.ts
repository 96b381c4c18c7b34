import { expect, it, vi } from 'vitest'
import { painted, type PaintedPage } from './painted.ts'

/** A page whose frames are drawn, and which goes to the background, when it is told to. */
function createPage(visibilityState: DocumentVisibilityState) {
  const frames: (() => void)[] = []
  const timers: (() => void)[] = []
  const events = new EventTarget()
  const page = {
    document: { visibilityState },
    addEventListener: events.addEventListener.bind(events),
    requestAnimationFrame: (callback: () => void) => frames.push(callback),
    setTimeout: (callback: () => void) => timers.push(callback),
  }
  const onPainted = vi.fn<() => void>()
  const settled = painted(page as unknown as PaintedPage).then(onPainted)
  return {
    settled,
    onPainted,
    drawFrame: () => frames.splice(0).forEach((callback) => callback()),
    runTimers: () => timers.splice(0).forEach((callback) => callback()),
    hide: () => events.dispatchEvent(new Event('visibilitychange')),
  }
}

it('is settled after the next frame, not before it is painted', async () => {
  const { settled, onPainted, drawFrame, runTimers } = createPage('visible')
  drawFrame()
  await Promise.resolve()
  expect(onPainted).not.toHaveBeenCalled()
  runTimers()
  await settled
  expect(onPainted).toHaveBeenCalledOnce()
})

it('does not wait for a frame in the background, nor when the page goes there', async () => {
  await createPage('hidden').settled
  const { settled, hide } = createPage('visible')
  hide()
  await settled
})
