import { useEffect, useId, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { catalogueWords, familyWords, fatalityWords } from './catalogue-words.ts'
import styles from './catalogue-view.module.css'
import { catalogueEntries, type CatalogueEntry, type CodeFamily } from './error-catalogue.ts'

/** What every code means; `code` is brought into sight and has the focus. */
export function CatalogueView({ code }: { code: string | undefined }): ReactNode {
  const [sought, seek] = useState('')
  const id = useId()
  const found = catalogueEntries.filter((entry) => fits(entry, sought))
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
    <div className={styles.view}>
      <div className={styles.tools}>
        <label htmlFor={id}>{catalogueWords.search}</label>
        <input
          id={id}
          type="search"
          autoComplete="off"
          value={sought}
          onChange={({ target }) => seek(target.value)}
        />
      </div>
      {/* What scrolls must be reachable by keyboard. */}
      <section
        ref={list}
        aria-label={catalogueWords.title}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        className={styles.list}
      >
        <p className={styles.intro}>{catalogueWords.intro}</p>
        {found.length === 0 && <output>{catalogueWords.none}</output>}
        {families.map((family) => (
          <section key={family} aria-label={familyWords[family].title}>
            <h3>{familyWords[family].title}</h3>
            <p className={styles.about}>{familyWords[family].about}</p>
            {found
              .filter((entry) => entry.family === family)
              .map((entry) => (
                <Entry key={entry.code} entry={entry} isSought={entry.code === code} />
              ))}
          </section>
        ))}
      </section>
    </div>
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
        <small data-ends={entry.ends}>{fatalityWords[entry.ends]}</small>
      </h4>
      <p>{entry.what}</p>
      <dl>
        <div>
          <dt>{catalogueWords.phone}</dt>
          <dd>{entry.phone}</dd>
        </div>
        <div>
          <dt>{catalogueWords.you}</dt>
          <dd>{entry.todo || catalogueWords.nothingToDo}</dd>
        </div>
      </dl>
    </article>
  )
}

function fits({ code, what, todo }: CatalogueEntry, sought: string): boolean {
  const text = `${code} ${what} ${todo}`.toLowerCase()
  return sought
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}
