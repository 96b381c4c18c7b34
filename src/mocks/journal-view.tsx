import { memo, useState, useSyncExternalStore } from 'react'
import type { ReactNode } from 'react'
import type { Journal, JournalEntry, Lane } from '../simulator/journal.ts'
import { useStickToEnd } from '../ui/kit/use-stick-to-end.ts'
import styles from './journal-view.module.css'

/** Older entries are still in the journal, but nobody scrolls so far. */
const shownEntries = 400

const laneNames: Record<Lane, string> = {
  device: 'device',
  gateway: 'Bandwidth',
  application: 'application',
  telephone: 'telephone',
}

type Filter = 'all' | 'application'

/** Everything that went by, newest last: each entry opens its message, and BXML stands open. */
export function JournalView({ journal }: { journal: Journal }): ReactNode {
  const [filter, setFilter] = useState<Filter>('all')
  const entries = useSyncExternalStore(journal.subscribe, journal.entries)
  const shown = entries
    .filter(({ kind }) => filter === 'all' || kind !== 'frame')
    .slice(-shownEntries)
  const stickToEnd = useStickToEnd(entries)

  return (
    <div className={styles.journal}>
      <fieldset className={styles.filter} aria-label="Show in the journal">
        <FilterButton chosen={filter === 'all'} onChoose={() => setFilter('all')}>
          Everything
        </FilterButton>
        <FilterButton chosen={filter === 'application'} onChoose={() => setFilter('application')}>
          Without gateway frames
        </FilterButton>
      </fieldset>
      {/* Dozens of frames in a second are for the eye: read out, they would drown the phone. */}
      <div
        {...stickToEnd}
        role="log"
        aria-label="Journal"
        aria-live="off"
        className={styles.entries}
        // A list that scrolls must be reachable by keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
      >
        {shown.length === 0 && (
          <p className={styles.empty}>
            Go online, and every frame, webhook, API call and BXML document goes by here.
          </p>
        )}
        {shown.map((entry) => (
          <Entry key={entry.id} entry={entry} />
        ))}
      </div>
    </div>
  )
}

const Entry = memo(function Entry({ entry }: { entry: JournalEntry }): ReactNode {
  const line = (
    <>
      <time className={styles.time}>{timeOf(entry.at)}</time>{' '}
      <span className={styles.lanes}>
        {laneNames[entry.from]} → {laneNames[entry.to]}
      </span>{' '}
      <span className={styles.summary}>{entry.summary}</span>
    </>
  )
  if (entry.detail === undefined) {
    return (
      <div className={styles.entry} data-kind={entry.kind}>
        {line}
      </div>
    )
  }
  return (
    <details className={styles.entry} data-kind={entry.kind} open={entry.kind === 'bxml'}>
      <summary>{line}</summary>
      <pre>{entry.detail}</pre>
    </details>
  )
})

function FilterButton(props: {
  chosen: boolean
  onChoose: () => void
  children: ReactNode
}): ReactNode {
  return (
    <button type="button" aria-pressed={props.chosen} onClick={props.onChoose}>
      {props.children}
    </button>
  )
}

function timeOf(at: number): string {
  return new Date(at).toISOString().slice(11, 23)
}
