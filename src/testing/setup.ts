import '@testing-library/jest-dom/vitest'
import { cleanup, configure } from '@testing-library/react'
import { afterEach } from 'vitest'

// A part that is loaded when it is first opened may take longer than a second on a busy machine.
configure({ asyncUtilTimeout: 5_000 })

afterEach(() => {
  cleanup()
})

/** jsdom lays nothing out: a list that draws only what is seen needs heights, of itself and of its rows. */
globalThis.ResizeObserver = class {
  readonly #listener: ResizeObserverCallback
  constructor(listener: ResizeObserverCallback) {
    this.#listener = listener
  }
  observe(target: Element) {
    const contentRect = { width: 300, height: target.tagName === 'LI' ? 60 : 600 }
    queueMicrotask(() => this.#listener([{ target, contentRect } as ResizeObserverEntry], this))
  }
  unobserve() {}
  disconnect() {}
}
Object.defineProperty(HTMLElement.prototype, 'offsetParent', {
  get(this: HTMLElement) {
    return this.parentNode
  },
})

/** jsdom has no modal dialogs: these open, close and give the focus back as a browser does. */
const openers = new WeakMap<HTMLDialogElement, Element | null>()
HTMLDialogElement.prototype.showModal = function () {
  openers.set(this, document.activeElement)
  this.open = true
  this.querySelector<HTMLElement>('button, input, select, textarea')?.focus()
}
HTMLDialogElement.prototype.close = function () {
  if (!this.open) return
  this.open = false
  const opener = openers.get(this)
  if (opener instanceof HTMLElement) opener.focus()
  this.dispatchEvent(new Event('close'))
}
