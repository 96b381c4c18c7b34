import { ScrollText } from 'lucide-react'
import { useId, useMemo, useState, useSyncExternalStore } from 'react'
import type { ReactNode } from 'react'
import { text, type TextKey } from '../../language/language.ts'
import type { LogEntry } from '../../phone/event-log.ts'
import { ExportButtons } from '../insight/export-buttons.tsx'
import { useInsight } from '../insight/insight-context.ts'
import { InsightPane } from '../insight/insight-pane.tsx'
import { Empty } from '../kit/empty.tsx'
import { Segments } from '../kit/segments.tsx'
import { useStickToEnd } from '../kit/use-stick-to-end.ts'
import { usePhoneActions } from '../phone-context.ts'
import styles from './diagnostics-view.module.css'
import { PhoneFacts } from './phone-facts.tsx'
import { writeReport } from './write-report.ts'

type LevelFilter = 'all' | 'warn' | 'error'

const levelFilterWords: Record<LevelFilter, TextKey> = {
  all: 'diagnostics.everything',
  warn: 'diagnostics.warnings',
  error: 'diagnostics.errors',
}

const levelWords: Record<LogEntry['level'], TextKey> = {
  info: 'diagnostics.info',
  warn: 'diagnostics.warning',
  error: 'diagnostics.error',
}

/** What the phone has written down about itself, and what somebody who helps asks first. */
export function DiagnosticsView(): ReactNode {
  const phone = usePhoneActions()
  const version = useInsight()?.version ?? ''
  const entries = useSyncExternalStore(phone.logSource.subscribe, phone.logSource.entries)
  const [level, setLevel] = useState<LevelFilter>('all')
  const [sought, seek] = useState('')
  const id = useId()
  const shown = useMemo(
    () => entries.filter((entry) => fits(entry, level, sought)),
    [entries, level, sought],
  )

  const report = () => {
    const state = phone.store.getState()
    const call = state.call ?? state.recent[0]
    return writeReport({
      version,
      browser: navigator.userAgent,
      now: Date.now(),
      state,
      samples: phone.quality.samples(),
      log: entries,
      steps: phone.sequence.steps(call?.id ?? null),
    })
  }

  return (
    <InsightPane
      tools={
        <>
          <Segments
            label={text('diagnostics.filter')}
            choices={levelFilterWords}
            chosen={level}
            onChoose={setLevel}
          />
          <input
            id={id}
            type="search"
            autoComplete="off"
            aria-label={text('diagnostics.search')}
            placeholder={text('diagnostics.search')}
            value={sought}
            onChange={({ target }) => seek(target.value)}
          />
          <ExportButtons
            write={report}
            fileName="offhook-diagnostics.json"
            type="application/json"
            what={text('diagnostics.report')}
          />
        </>
      }
    >
      <div className={styles.parts}>
        <Timeline entries={shown} isEmpty={entries.length === 0} />
        <PhoneFacts />
      </div>
    </InsightPane>
  )
}

function Timeline({
  entries,
  isEmpty,
}: {
  entries: readonly LogEntry[]
  isEmpty: boolean
}): ReactNode {
  const stickToEnd = useStickToEnd(entries)
  if (entries.length === 0) {
    return (
      <Empty icon={<ScrollText />}>
        {text(isEmpty ? 'diagnostics.empty' : 'diagnostics.none')}
      </Empty>
    )
  }
  return (
    <div
      {...stickToEnd}
      role="log"
      aria-label={text('diagnostics.log')}
      aria-live="off"
      className={styles.timeline}
      // A list that scrolls must be reachable by keyboard.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
    >
      <ol>
        {entries.map(({ id, at, level, message }) => (
          <li key={id} data-level={level}>
            <time dateTime={new Date(at).toISOString()}>
              {new Date(at).toISOString().slice(11, 23)}
            </time>
            <span className={styles.level}>{text(levelWords[level])}</span>
            <span lang="en" className={styles.said}>
              {message}
            </span>
          </li>
        ))}
      </ol>
    </div>
  )
}

/** A filter for warnings shows errors as well: they are no less. */
function fits({ level, message }: LogEntry, least: LevelFilter, sought: string): boolean {
  const isGrave = least === 'all' || level === 'error' || level === least
  return isGrave && message.toLowerCase().includes(sought.toLowerCase())
}
