import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import type { Page } from '@playwright/test'
import { startWorld } from '../src/testing/process-world.ts'
import type { ProcessWorld } from '../src/testing/process-world.ts'
import type { PhonePage, Platform } from './phone-page.ts'
import { text } from '../src/language/language.ts'

/** The application and the simulator as processes, and agents in browsers, each under a name of their own. */
export interface CallCenter extends Pick<
  ProcessWorld,
  'control' | 'output' | 'restartApplication' | 'simulator'
> {
  /** Makes the page that agent's; what a phone's page needs of the world outside it. */
  seat: (
    page: Page,
    name: string,
  ) => Promise<
    Pick<PhonePage, 'open' | 'callThisPhone' | 'hangUpFarEnd' | 'journaled' | 'farEndHears'>
  >
  /** Endpoints whose devices have connected, oldest first. */
  connected: () => Promise<string[]>
  /** Between two tests. All pages are closed. */
  clear: () => Promise<void>
  stop: () => Promise<void>
}

export interface CallCenters {
  open: (platform: Platform) => Promise<CallCenter>
  close: () => Promise<void>
}

export function createCallCenters(): CallCenters {
  const centers = new Map<Platform, Promise<CallCenter>>()
  return {
    open: async (platform) => {
      const starting = centers.get(platform) ?? startCallCenter(platform)
      centers.set(platform, starting)
      const center = await starting
      await center.control.changeSwitches({ platform })
      return center
    },
    close: async () => {
      await Promise.all([...centers.values()].map(async (center) => (await center).stop()))
    },
  }
}

/** As the demo has it: no telephone here costs anything. */
const limits = { perMinute: 1_000, perHour: 10_000, concurrent: 100 }
const dialingRules = {
  allowedCountries: [],
  allowedPrefixes: ['+1'],
  blocked: [],
  perAgent: limits,
  total: limits,
  ownNumbers: ['+19195550100'],
  callerId: { default: '+19195550100', byAgent: {} },
}

let seats = 0

async function startCallCenter(platform: Platform): Promise<CallCenter> {
  const folder = mkdtempSync(join(tmpdir(), 'offhook-call-center-'))
  const rules = join(folder, 'rules.json')
  writeFileSync(rules, JSON.stringify(dialingRules))
  const world = await startWorld({
    // Telephones sound and are heard in real time.
    pace: 1,
    env: { BANDWIDTH_PLATFORM: platform, DIALING_RULES: rules, CALL_TIMEOUT_SECONDS: '8' },
  })
  const { control } = world

  const summaries = async () => (await control.journal()).map(({ summary }) => summary)
  const connected = async () =>
    (await summaries()).flatMap((summary) => /^upgrade → 101 (\S+)/.exec(summary)?.[1] ?? [])

  return {
    ...world,
    connected,
    seat: async (page, name) => {
      seats += 1
      await page.setExtraHTTPHeaders({ 'X-Offhook-User': `${name}-${seats}` })
      return {
        open: async () => {
          await page.goto(world.primary.address)
          await expect(page.getByRole('status', { name: text('status.title') })).toBeVisible()
        },
        callThisPhone: async (from) => {
          await control.placeCall({ from: from.replaceAll(' ', '') })
        },
        hangUpFarEnd: async () => {
          const call = (await control.liveCalls()).at(-1)
          if (call) await control.hangUp(call.callId)
        },
        journaled: async (entry) => {
          const found =
            typeof entry === 'string'
              ? expect.stringContaining(entry)
              : expect.stringMatching(entry)
          await expect
            .poll(async () =>
              (await control.journal()).flatMap(({ summary, detail = '' }) => [summary, detail]),
            )
            .toContainEqual(found)
        },
        farEndHears: async () => {
          let peak = 0
          const until = Date.now() + 2_000
          while (Date.now() < until) {
            const endpointId = (await connected()).at(-1) ?? ''
            const { level } = await control.heard(endpointId)
            peak = Math.max(peak, level)
          }
          return peak
        },
      }
    },
    clear: async () => {
      // The application hears of every socket that has closed before it is all forgotten.
      await expect
        .poll(async () => {
          const lines = await summaries()
          const opened = lines.filter((line) => line.startsWith('upgrade → 101')).length
          return (
            opened - lines.filter((line) => /^(?:socket (?:closed|cut)|close \d)/.test(line)).length
          )
        })
        // The journal forgets what is long past.
        .toBeLessThanOrEqual(0)
      await world.clear()
    },
    stop: async () => {
      await world.stop()
      rmSync(folder, { recursive: true })
    },
  }
}
