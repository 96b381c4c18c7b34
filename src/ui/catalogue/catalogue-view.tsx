import { useEffect, useId, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { text } from '../../language/language.ts'
import { InsightPane } from '../insight/insight-pane.tsx'
import { explain } from '../words.ts'
import { familyWords, fatalityWords } from './catalogue-words.ts'
import styles from './catalogue-view.module.css'
import { readCatalogue, type CatalogueEntry, type CodeFamily } from './error-catalogue.ts'

/** What every code means; `code` is brought into sight and has the focus. */
export function CatalogueView({ code }: { code: string | undefined }): ReactNode {
  const [sought, seek] = useState('')
  const id = useId()
  const found = readCatalogue().filter((entry) => fits(entry, sought))
  const families = (Object.keys(familyWords) as CodeFamily[]).filter((family) =>
    found.some((entry) => entry.family === family),
  )
  const list = useRef<HTMLElement>(null)
  useEffect(() => {
    const entry = code && list.current?.querySelector<HTMLElement>(`[data-code="${code}"]`)
    if (!entry) return
    entry.scrollIntoView?.({ block: 'center' })
    entry.focus()
  }, [code])

  return (
    <InsightPane
      tools={
        <>
          <label htmlFor={id} className={styles.sought}>
            {text('codes.search')}
          </label>
          <input
            id={id}
            type="search"
            autoComplete="off"
            value={sought}
            onChange={({ target }) => seek(target.value)}
          />
        </>
      }
    >
      {/* What scrolls must be reachable by keyboard. */}
      <section
        ref={list}
        aria-label={text('codes.title')}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        className={styles.list}
      >
        <p className={styles.intro}>{text('codes.intro')}</p>
        {found.length === 0 && <output>{text('codes.none')}</output>}
        {families.map((family) => (
          <section key={family} aria-label={titleOf(family)}>
            <h3>{titleOf(family)}</h3>
            <p className={styles.about}>{explain(familyWords[family]).todo}</p>
            {found
              .filter((entry) => entry.family === family)
              .map((entry) => (
                <Entry key={entry.code} entry={entry} isSought={entry.code === code} />
              ))}
          </section>
        ))}
      </section>
    </InsightPane>
  )
}

function Entry({ entry, isSought }: { entry: CatalogueEntry; isSought: boolean }): ReactNode {
  const titleId = useId()
  return (
    <article
      aria-labelledby={titleId}
      tabIndex={-1}
      data-code={entry.code}
      data-sought={isSought || undefined}
      className={styles.entry}
    >
      <h4 id={titleId}>
        <code>{entry.code}</code>
        <small data-ends={entry.ends}>{text(fatalityWords[entry.ends])}</small>
      </h4>
      <p>{entry.what}</p>
      <dl>
        <div>
          <dt>{text('codes.phone')}</dt>
          <dd>{entry.phone}</dd>
        </div>
        <div>
          <dt>{text('codes.you')}</dt>
          <dd>{entry.todo || text('codes.nothingToDo')}</dd>
        </div>
      </dl>
    </article>
  )
}

const titleOf = (family: CodeFamily): string => explain(familyWords[family]).what

function fits({ code, what, todo }: CatalogueEntry, sought: string): boolean {
  const words = `${code} ${what} ${todo}`.toLowerCase()
  return sought
    .toLowerCase()
    .split(/\s+/)
    .every((word) => words.includes(word))
}
