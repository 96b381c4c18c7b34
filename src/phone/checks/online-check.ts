import type { BrtcClient } from '../../brtc/client.ts'
import { describeError } from '../offline-reason.ts'
import type { Session } from '../phone-state.ts'
import type { CheckRun } from './network-check.ts'
import { createNetworkReport, type NetworkReport, type NetworkStep } from './network-report.ts'
import { readPath } from './path-reading.ts'

export type OnlineCheckOptions = {
  session: Extract<Session, { status: 'online' }>
  client: Pick<BrtcClient, 'getStats'>
  now: () => number
  log: (level: 'warn', message: string) => void
}

/**
 * A phone that is online is its own proof, and must not be disturbed by a second endpoint of the same agent: what it
 * has is looked at, and the path is measured.
 */
export function runOnlineCheck(
  { session, client, now, log }: OnlineCheckOptions,
  onChange: (report: NetworkReport) => void,
): CheckRun {
  const report = createNetworkReport(now, onChange)

  function pass(...steps: NetworkStep[]): void {
    for (const step of steps) {
      report.start(step)
      report.pass(step)
    }
  }

  async function run(): Promise<void> {
    pass('application', 'token', 'gateway')
    if (session.eligibility === 'unknown' && !session.isTokenPasted)
      report.note('application-quiet')
    report.start('path')
    try {
      const statistics = await client.getStats()
      report.foundPath(statistics && readPath(statistics.publish))
    } catch (error) {
      log('warn', `network check: ${describeError(error)}`)
      report.foundPath(undefined)
    }
    report.pass('path')
    pass('microphone', 'publish')
    if (session.eligibility === 'ineligible') report.note('not-eligible')
    pass('cleanup')
    report.finish()
  }

  void run()
  return { cancel: report.cancel }
}
