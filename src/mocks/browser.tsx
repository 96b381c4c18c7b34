import type { ReactNode } from 'react'
import type { NetworkSteps } from '../phone/step.ts'
import { setupWorker } from 'msw/browser'
import * as v from 'valibot'
import { createBrowserMedia } from '../simulator/browser-media.ts'
import { Platform } from '../wire/phone-api.ts'
import { createDemo } from './demo.ts'
import { DemoPanel } from './demo-panel.tsx'
import { createHandlers } from './handlers.ts'
import { createNetworkSteps } from './network-steps.ts'

/**
 * Puts the simulated world between this page and the network: Bandwidth BRTC, or with `?platform=webrtc` in the page's
 * address the platform before it. Resolves when it answers.
 * @returns the demo's control panel, and what the sequence view shows of the simulated world
 */
export async function startDemo(): Promise<{ panel: ReactNode; networkSteps: NetworkSteps }> {
  const asked = new URLSearchParams(location.search).get('platform')
  const platform = v.is(Platform, asked) ? asked : 'brtc'
  const demo = createDemo(createBrowserMedia(), platform)
  const worker = setupWorker(...createHandlers(demo))
  await withLastingWorker(() => worker.start({ quiet: true, onUnhandledRequest: 'bypass' }))
  return { panel: <DemoPanel demo={demo} />, networkSteps: createNetworkSteps(demo.journal) }
}

/**
 * MSW takes the question whether to leave for leaving, and is gone for an agent who stays. What it wants to do then, it does
 * when the page is hidden for good.
 */
async function withLastingWorker(start: () => Promise<unknown>): Promise<void> {
  const listen = window.addEventListener.bind(window)
  window.addEventListener = (
    type: string,
    ...rest: [EventListenerOrEventListenerObject, (boolean | AddEventListenerOptions)?]
  ) => listen(type === 'beforeunload' ? 'pagehide' : type, ...rest)
  try {
    await start()
  } finally {
    window.addEventListener = listen
  }
}
