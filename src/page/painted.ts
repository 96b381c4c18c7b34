export type PaintedPage = Pick<
  typeof globalThis,
  'document' | 'addEventListener' | 'requestAnimationFrame' | 'setTimeout'
>

/**
 * Settles when what the document holds now has been painted: what is begun after that, the first picture does not wait for.
 * At once in a tab in the background, and when the tab goes there: nothing is painted in it.
 */
export async function painted(page: PaintedPage = globalThis): Promise<void> {
  if (page.document.visibilityState === 'hidden') return
  await new Promise<void>((resolve) => {
    page.addEventListener('visibilitychange', () => resolve(), { once: true })
    // The frame is painted after its callbacks.
    page.requestAnimationFrame(() => page.setTimeout(resolve))
  })
}
