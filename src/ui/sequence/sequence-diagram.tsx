import { Cloud, Headset, Phone, Server } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import { memo, useState } from 'react'
import type { CSSProperties, KeyboardEvent, ReactNode } from 'react'
import { text } from '../../language/language.ts'
import type { Lane, Step } from '../../phone/step.ts'
import { Empty } from '../kit/empty.tsx'
import { useStickToEnd } from '../kit/use-stick-to-end.ts'
import { formatLine, type Secrecy } from './format-message.ts'
import { placeLabel } from './place-label.ts'
import styles from './sequence-diagram.module.css'
import { laneWords } from './sequence-words.ts'
import { StepMessage } from './step-message.tsx'
import { lanesOf, wordsOf } from './write-mermaid.ts'

const laneIcons: Record<Lane, LucideIcon> = {
  device: Headset,
  gateway: Cloud,
  application: Server,
  telephone: Phone,
}

/** Milliseconds after which a pause is shown as one. */
const longPause = 1_000

/** A list without bullets is no list to some screen readers, unless it says so. */
const bulletless = { role: 'list' }

export type SequenceDiagramProps = { steps: readonly Step[]; secrecy: Secrecy }

/**
 * The steps as a sequence diagram that is an ordered list: who sees it sees arrows between lanes, who hears it hears "This
 * phone to Bandwidth: answerSdp". Arrow keys go from step to step, Enter opens one. What is added moves neither the focus
 * nor what somebody has scrolled to.
 */
export function SequenceDiagram({ steps, secrecy }: SequenceDiagramProps): ReactNode {
  const shown = lanesOf(steps)
  const [first] = steps
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set())
  /** The one step that Tab reaches. */
  const [reached, setReached] = useState<number>()
  const stickToEnd = useStickToEnd(steps)
  if (!first) return <Empty icon={<Headset />}>{text('sequence.empty')}</Empty>

  const toggle = (order: number) =>
    setOpened((before) => {
      const after = new Set(before)
      if (!after.delete(order)) after.add(order)
      return after
    })
  const reachable = steps.some(({ order }) => order === reached) ? reached : steps.at(-1)?.order

  return (
    <div
      {...stickToEnd}
      className={styles.diagram}
      style={{ '--lanes': shown.length } as CSSProperties}
    >
      <div className={styles.heads} aria-hidden="true">
        {shown.map((lane) => (
          <LaneHead key={lane} lane={lane} />
        ))}
      </div>
      {!shown.includes('telephone') && <p className={styles.hint}>{text('sequence.ownLanes')}</p>}
      <div className={styles.body}>
        <div className={styles.lifelines} aria-hidden="true">
          {shown.map((lane) => (
            <i key={lane} />
          ))}
        </div>
        {/* The keys are those of its buttons. */}
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
        <ol
          {...bulletless}
          aria-label={text('sequence.diagram')}
          className={styles.steps}
          onKeyDown={moveFocus}
        >
          {steps.map((step, index) => (
            <Row
              key={step.order}
              step={step}
              since={step.at - first.at}
              pause={step.at - (steps[index - 1]?.at ?? step.at)}
              from={shown.indexOf(step.from)}
              to={shown.indexOf(step.to)}
              laneCount={shown.length}
              secrecy={secrecy}
              isOpen={opened.has(step.order)}
              isReachable={step.order === reachable}
              onToggle={toggle}
              onReach={setReached}
            />
          ))}
        </ol>
      </div>
    </div>
  )
}

function LaneHead({ lane }: { lane: Lane }): ReactNode {
  const Icon = laneIcons[lane]
  return (
    <span>
      <Icon />
      {text(laneWords[lane])}
    </span>
  )
}

type RowProps = {
  step: Step
  /** Milliseconds since the first step, and since the one before. */
  since: number
  pause: number
  from: number
  to: number
  laneCount: number
  secrecy: Secrecy
  isOpen: boolean
  isReachable: boolean
  onToggle: (order: number) => void
  onReach: (order: number) => void
}

const Row = memo(function Row(props: RowProps): ReactNode {
  const { step, from, to, laneCount, secrecy, isOpen } = props
  const line = formatLine(wordsOf(step), secrecy)
  const label = placeLabel(from, to, laneCount)
  const place = { '--from': Math.min(from, to), '--span': Math.abs(to - from) } as CSSProperties
  return (
    <li data-kind={step.kind} data-answer={step.isAnswer} className={styles.row}>
      {props.pause >= longPause && (
        <span aria-hidden="true" className={styles.pause}>
          {formatSeconds(props.pause)}
        </span>
      )}
      <button
        type="button"
        aria-expanded={isOpen}
        tabIndex={props.isReachable ? 0 : -1}
        className={styles.step}
        onFocus={() => props.onReach(step.order)}
        onClick={() => props.onToggle(step.order)}
      >
        <span className={styles.time}>{formatSeconds(props.since)}</span>
        <span className={styles.plot} style={place}>
          <span className={styles.unseen}>{spokenLanes(step)}</span>
          {from === to ? (
            <span className={styles.state}>{line}</span>
          ) : (
            <>
              <span className={styles.label} data-side={label.side} style={label.style}>
                <span>{line}</span>
              </span>
              <span className={styles.arrow} data-left={to < from || undefined} />
            </>
          )}
        </span>
      </button>
      {isOpen && <StepMessage step={step} secrecy={secrecy} />}
    </li>
  )
})

function spokenLanes({ from, to, isAnswer }: Step): string {
  const lanes = { from: text(laneWords[from]), to: text(laneWords[to]) }
  if (from === to) {
    return `${text(isAnswer ? 'sequence.answers' : 'sequence.says', { from: lanes.from })} `
  }
  return `${text(isAnswer ? 'sequence.answersTo' : 'sequence.saysTo', lanes)} `
}

/** "0.042 s", "12.3 s". */
function formatSeconds(milliseconds: number): string {
  const seconds = (milliseconds / 1000).toFixed(milliseconds < 10_000 ? 3 : 1)
  return text('sequence.seconds', { seconds })
}

const moves: Partial<Record<string, (index: number, last: number) => number>> = {
  ArrowDown: (index, last) => Math.min(index + 1, last),
  ArrowUp: (index) => Math.max(index - 1, 0),
  Home: () => 0,
  End: (_index, last) => last,
}

function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const move = moves[event.key]
  const steps = [...event.currentTarget.querySelectorAll<HTMLElement>(`.${styles.step}`)]
  const index = steps.findIndex((step) => step === event.target)
  if (!move || index < 0) return
  event.preventDefault()
  steps[move(index, steps.length - 1)]?.focus()
}
