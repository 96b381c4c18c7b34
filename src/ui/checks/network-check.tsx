import { Check, Minus, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { text } from '../../language/language.ts'
import type { Checks } from '../../phone/checks/create-checks.ts'
import { networkSteps } from '../../phone/checks/network-report.ts'
import type { NetworkReport, NetworkStep, StepState } from '../../phone/checks/network-report.ts'
import { Explain } from '../kit/explain.tsx'
import { Modal } from '../kit/modal.tsx'
import { formatMilliseconds } from '../quality/describe-quality.ts'
import { CheckActions, CheckUnavailable } from './check-actions.tsx'
import { explain } from '../words.ts'
import { describePath, networkReasons, networkStepWords, verdictWords } from './check-words.ts'
import styles from './checks.module.css'
import { useCheck } from './use-check.ts'

const begin = (checks: Checks, onChange: (report: NetworkReport) => void) =>
  checks.network(onChange)

/** Everything that going online needs, tried one after the other, and what it means for calls. */
export function NetworkCheck({ onClose }: { onClose: () => void }): ReactNode {
  const check = useCheck(begin)
  const { report, isCancelled = false } = check
  const isRunning = !isCancelled && !check.isUnavailable && report?.status !== 'done'

  return (
    <Modal title={text('checks.network')} onClose={onClose}>
      {check.isUnavailable && <CheckUnavailable />}
      {report && (
        <ol className={styles.steps} aria-label={text('checks.steps')}>
          {networkSteps.map((step) => (
            <Step key={step} step={step} report={report} isCancelled={isCancelled} />
          ))}
        </ol>
      )}
      <div aria-live="polite" className={styles.outcome}>
        {isCancelled && <p>{text('checks.networkCancelled')}</p>}
        {!isCancelled && report?.verdict && <Outcome report={report} />}
      </div>
      <CheckActions isRunning={isRunning} cancel={check.cancel} again={check.again} />
    </Modal>
  )
}

type StepProps = { step: NetworkStep; report: NetworkReport; isCancelled: boolean }

function Step({ step, report, isCancelled }: StepProps): ReactNode {
  const reported = report.steps[step]
  const isStopped = isCancelled && (reported.status === 'running' || reported.status === 'waiting')
  const state: StepState = isStopped ? { status: 'skipped' } : reported
  const isRunning = state.status === 'running'
  return (
    <li data-state={state.status} aria-current={isRunning ? 'step' : undefined}>
      <StepSign state={state} />
      <b>{text(networkStepWords[step].label)}</b>
      <span>{describeStep(step, state, report)}</span>
    </li>
  )
}

function StepSign({ state: { status } }: { state: StepState }): ReactNode {
  switch (status) {
    case 'passed':
      return <Check />
    case 'failed':
      return <X />
    case 'skipped':
      return <Minus />
    case 'running':
      return <i className={styles.busy} aria-hidden="true" />
    case 'waiting':
      return <i aria-hidden="true" />
  }
}

function describeStep(step: NetworkStep, state: StepState, { path }: NetworkReport): string {
  switch (state.status) {
    case 'passed':
      return step === 'path' && path ? describePath(path) : describeTime(state.took)
    case 'running':
      return text(networkStepWords[step].awaits)
    case 'failed':
      return text('checks.stepFailed')
    case 'skipped':
      return text('checks.stepSkipped')
    case 'waiting':
      return ''
  }
}

/** What took no time was there already. */
const describeTime = (took: number): string =>
  took < 1 ? text('checks.stepDone') : formatMilliseconds(took)

function Outcome({ report: { verdict = 'ready', reasons } }: { report: NetworkReport }): ReactNode {
  return (
    <div className={styles.verdict} data-verdict={verdict}>
      <Explain {...explain(verdictWords[verdict])} />
      {reasons.length > 0 && (
        <ul aria-label={text('checks.reasons')}>
          {reasons.map((reason) => (
            <li key={reason}>
              <Explain {...explain(networkReasons[reason])} code={reason} />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
