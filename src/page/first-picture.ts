export type PaintedPage = {
  document: Pick<Document, 'visibilityState'>
  /** Not there in browsers that do not tell when they paint. */
  PerformanceObserver?: typeof PerformanceObserver
}

/**
 * Settles when the page has painted something to read: whatever is fetched before that, the first picture waits for. At once
 * where nothing is painted (a tab in the background) or the browser does not tell.
 */
export async function firstPicture(page: PaintedPage = globalThis): Promise<void> {
  const { document, PerformanceObserver: Observer } = page
  if (document.visibilityState === 'hidden') return
  if (!Observer?.supportedEntryTypes.includes('paint')) return
  await new Promise<void>((resolve) => {
    const observer = new Observer((entries) => {
      if (entries.getEntriesByName('first-contentful-paint').length === 0) return
      observer.disconnect()
      resolve()
    })
    observer.observe({ type: 'paint', buffered: true })
  })
}
