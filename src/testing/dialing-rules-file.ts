import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import rules from '../backend/dialing-rules.json' with { type: 'json' }

/** The shipped rules as a file, with limits of which only this one is within the reach of a test. */
export function writeDialingRules({ perMinute }: { perMinute: number }): {
  path: string
  remove: () => void
} {
  const folder = mkdtempSync(join(tmpdir(), 'offhook-rules-'))
  const path = join(folder, 'rules.json')
  const perAgent = { perMinute, perHour: 1_000, concurrent: 1 }
  const total = { perMinute: 1_000, perHour: 1_000, concurrent: 100 }
  writeFileSync(path, JSON.stringify({ ...rules, perAgent, total }))
  return { path, remove: () => rmSync(folder, { recursive: true }) }
}
