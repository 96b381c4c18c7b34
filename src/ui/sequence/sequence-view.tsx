import { useState, useSyncExternalStore, useId } from 'react'
import type { ReactNode } from 'react'
import { locale, text } from '../../language/language.ts'
import type { Call } from '../../phone/phone-state.ts'
import { formatNumber, formatTime } from '../format.ts'
import { describeOutcome } from '../history/describe-call.ts'
import { ExportButtons } from '../insight/export-buttons.tsx'
import { InsightPane } from '../insight/insight-pane.tsx'
import { Switch } from '../kit/switch.tsx'
import { usePhone, usePhoneActions } from '../phone-context.ts'
import type { Secrecy } from './format-message.ts'
import { SequenceDiagram } from './sequence-diagram.tsx'
import styles from './sequence-view.module.css'
import { writeMermaid } from './write-mermaid.ts'

export type SequenceViewProps = {
  /** The call to begin with; null: what belongs to none; undefined: the latest. */
  callId: string | null | undefined
}

/** What went by in a call, or between the calls, as it goes by. */
export function SequenceView({ callId }: SequenceViewProps): ReactNode {
  const { sequence } = usePhoneActions()
  const calls = useCalls()
  const [chosen, choose] = useState(callId)
  const [secrecy, setSecrecy] = useState<Secrecy>('hidden')
  const id = chosen === undefined ? (calls[0]?.id ?? null) : chosen
  const steps = useSyncExternalStore(sequence.subscribe, () => sequence.steps(id))

  return (
    <InsightPane
      tools={
        <>
          <CallChoice calls={calls} chosen={id} onChoose={choose} />
          <Switch
            checked={secrecy === 'shown'}
            className={styles.reveal}
            onChange={(isShown) => setSecrecy(isShown ? 'shown' : 'hidden')}
          >
            {text('sequence.reveal')}
          </Switch>
          <ExportButtons
            write={() => writeMermaid(steps, secrecy)}
            fileName="call.mmd"
            type="text/vnd.mermaid"
            what={text('sequence.what')}
          />
        </>
      }
    >
      <SequenceDiagram key={`${locale()} ${id}`} steps={steps} secrecy={secrecy} />
    </InsightPane>
  )
}

/** The call on the screen and those before, the latest first. */
function useCalls(): readonly Call[] {
  const call = usePhone((state) => state.call)
  const recent = usePhone((state) => state.recent)
  return call ? [call, ...recent.filter(({ id }) => id !== call.id)] : recent
}

function CallChoice(props: {
  calls: readonly Call[]
  chosen: string | null
  onChoose: (id: string | null) => void
}): ReactNode {
  const { sequence } = usePhoneActions()
  const plan = usePhone((state) => state.numberPlan)
  const id = useId()
  const seen = props.calls.filter((call) => sequence.steps(call.id).length > 0)
  return (
    <div className={styles.call}>
      <label htmlFor={id}>{text('sequence.call')}</label>
      <select
        id={id}
        value={props.chosen ?? ''}
        onChange={({ target }) => props.onChoose(target.value === '' ? null : target.value)}
      >
        {seen.map((call) => (
          <option key={call.id} value={call.id}>
            {describeMoment(call)} · {formatNumber(call.number, plan)}
          </option>
        ))}
        <option value="">{text('sequence.noCall')}</option>
      </select>
    </div>
  )
}

function describeMoment(call: Call): string {
  if (call.status !== 'ended') return text('sequence.now')
  return `${formatTime(call.startedAt)} · ${describeOutcome(call)}`
}
