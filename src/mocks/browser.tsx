import type { ReactNode } from 'react'
import { setupWorker } from 'msw/browser'
import { createBrowserMedia } from '../simulator/browser-media.ts'
import { createDemo } from './demo.ts'
import { DemoPanel } from './demo-panel.tsx'
import { createHandlers } from './handlers.ts'

/**
 * Puts the simulated world between this page and the network. Resolves when it answers.
 * @returns the demo's control panel
 */
export async function startDemo(): Promise<ReactNode> {
  const demo = createDemo(createBrowserMedia())
  const worker = setupWorker(...createHandlers(demo))
  await worker.start({ quiet: true, onUnhandledRequest: 'bypass' })
  return <DemoPanel demo={demo} />
}
