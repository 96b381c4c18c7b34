import type { OfflineReason } from '../phone-state.ts'
import type { MediaPath } from './path-reading.ts'

/** In the order in which they are done and shown. */
export const networkSteps = [
  'application',
  'token',
  'gateway',
  'path',
  'microphone',
  'publish',
  'cleanup',
] as const
export type NetworkStep = (typeof networkSteps)[number]

/** `skipped`: another failed before it. `took` in milliseconds. */
export type StepState =
  | { status: 'waiting' | 'running' | 'failed' | 'skipped' }
  | { status: 'passed'; took: number }

/**
 * What is not as it should be. A reason of the phone's own blocks it, as going online would fail with it; the others
 * only degrade.
 */
export type NetworkReason =
  | OfflineReason
  | 'relayed'
  | 'over-tcp'
  | 'slow-path'
  | 'path-unknown'
  | 'not-eligible'
  | 'application-quiet'
  | 'not-cleaned-up'

export type Verdict = 'ready' | 'degraded' | 'blocked'

export type NetworkReport = {
  status: 'running' | 'done' | 'cancelled'
  steps: Readonly<Record<NetworkStep, StepState>>
  reasons: readonly NetworkReason[]
  path?: MediaPath
  /** There when `status` is `done`. */
  verdict?: Verdict
}

const degrading: ReadonlySet<NetworkReason> = new Set<NetworkReason>([
  'relayed',
  'over-tcp',
  'slow-path',
  'path-unknown',
  'not-eligible',
  'application-quiet',
  'not-cleaned-up',
])

/** Milliseconds: where Telnyx's check before a call begins to speak of a degraded network. */
const slowRoundTrip = 300

export function verdictOf(reasons: readonly NetworkReason[]): Verdict {
  if (reasons.length === 0) return 'ready'
  return reasons.every((reason) => degrading.has(reason)) ? 'degraded' : 'blocked'
}

/** Why a path is worse than a straight one. */
export function reasonsOfPath(path: MediaPath | undefined): NetworkReason[] {
  if (!path) return ['path-unknown']
  return [
    ...(path.type === 'relay' ? (['relayed'] as const) : []),
    ...(path.protocol === 'tcp' ? (['over-tcp'] as const) : []),
    ...((path.roundTrip ?? 0) > slowRoundTrip ? (['slow-path'] as const) : []),
  ]
}

export const emptyReport: NetworkReport = {
  status: 'running',
  steps: {
    application: { status: 'waiting' },
    token: { status: 'waiting' },
    gateway: { status: 'waiting' },
    path: { status: 'waiting' },
    microphone: { status: 'waiting' },
    publish: { status: 'waiting' },
    cleanup: { status: 'waiting' },
  },
  reasons: [],
}

/** Writes the report as the check goes on; each change is told. One that was cancelled changes no more. */
export interface ReportWriter {
  start: (step: NetworkStep) => void
  pass: (step: NetworkStep) => void
  /** The step that is running. */
  fail: (reason: NetworkReason) => void
  /** Nothing goes wrong, but not all is well. */
  note: (reason: NetworkReason) => void
  foundPath: (path: MediaPath | undefined) => void
  finish: () => void
  cancel: () => void
}

export function createNetworkReport(
  now: () => number,
  onChange: (report: NetworkReport) => void,
): ReportWriter {
  let report = emptyReport
  let startedAt = now()

  function change(next: Partial<NetworkReport>): void {
    if (report.status !== 'running') return
    report = { ...report, ...next }
    onChange(report)
  }
  function set(step: NetworkStep, state: StepState): void {
    change({ steps: { ...report.steps, [step]: state } })
  }
  const running = (): NetworkStep | undefined =>
    networkSteps.find((step) => report.steps[step].status === 'running')

  onChange(report)
  return {
    start: (step) => {
      if (report.steps[step].status !== 'waiting') return
      startedAt = now()
      set(step, { status: 'running' })
    },
    pass: (step) => {
      if (report.steps[step].status === 'passed') return
      set(step, { status: 'passed', took: now() - startedAt })
    },
    fail: (reason) => {
      const step = running() ?? networkSteps.find((each) => report.steps[each].status === 'waiting')
      if (step) set(step, { status: 'failed' })
      change({ reasons: [...report.reasons, reason] })
    },
    note: (reason) => change({ reasons: [...report.reasons, reason] }),
    foundPath: (path) =>
      change({ ...(path && { path }), reasons: [...report.reasons, ...reasonsOfPath(path)] }),
    finish: () => {
      const steps = { ...report.steps }
      for (const step of networkSteps) {
        if (steps[step].status === 'waiting') steps[step] = { status: 'skipped' }
      }
      change({ status: 'done', steps, verdict: verdictOf(report.reasons) })
    },
    cancel: () => change({ status: 'cancelled' }),
  }
}
