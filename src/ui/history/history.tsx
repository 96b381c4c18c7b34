import { BookUser, Ellipsis, History as HistoryIcon } from 'lucide-react'
import { useDeferredValue, useMemo, useState } from 'react'
import type { ReactNode } from 'react'
import { text } from '../../language/language.ts'
import type { Contact } from '../../phone/contacts/contact-book.ts'
import type { EndedCall, PhoneState } from '../../phone/phone-state.ts'
import { callFilters, type CallQuery, findCalls } from '../../phone/records/find-calls.ts'
import { LazyContactsDialog } from '../contacts/lazy-contacts-dialog.tsx'
import { Button } from '../kit/button.tsx'
import { Empty } from '../kit/empty.tsx'
import { Explain } from '../kit/explain.tsx'
import { lazyPart } from '../kit/lazy-part.tsx'
import { VirtualList } from '../kit/virtual-list.tsx'
import { usePhone } from '../phone-context.ts'
import { explain } from '../words.ts'
import { CallRow } from './call-row.tsx'
import { emptyWords, filterWords, recordErrorWords } from './history-words.ts'
import styles from './history.module.css'

const CallDetails = lazyPart(() =>
  import('./call-details.tsx').then(({ CallDetails }) => CallDetails),
)

const everything: CallQuery = { filter: 'all', text: '' }

/** All calls that there were: found by kind and by text, each called back with a press, told in full by another. */
export function History({ onManage }: { onManage: () => void }): ReactNode {
  const recent = usePhone((state) => state.recent)
  const [query, setQuery] = useState(everything)
  const [opened, setOpened] = useState<string | null>(null)
  /** The contacts, or one that is to be added. */
  const [contacts, setContacts] = useState<'all' | Pick<Contact, 'name' | 'numbers'> | null>(null)
  const details = recent.find(({ id }) => id === opened)

  return (
    <>
      <div className={styles.buttons}>
        <Button
          size="small"
          tone="bare"
          aria-label={text('recents.contacts')}
          title={text('recents.contacts')}
          aria-haspopup="dialog"
          icon={<BookUser />}
          onClick={() => setContacts('all')}
        />
        {recent.length > 0 && (
          <Button
            size="small"
            tone="bare"
            aria-label={text('recents.manage')}
            title={text('recents.manage')}
            aria-haspopup="dialog"
            icon={<Ellipsis />}
            onClick={onManage}
          />
        )}
      </div>
      <div className={styles.calls}>
        {recent.length > 0 && <Search query={query} onChange={setQuery} />}
        <Trouble />
        {recent.length === 0 ? <NoCalls /> : <Found query={query} onOpen={setOpened} />}
      </div>
      {details && (
        <CallDetails
          call={details}
          onAdd={(contact) => {
            setOpened(null)
            setContacts(contact)
          }}
          onClose={() => setOpened(null)}
        />
      )}
      {contacts && (
        <LazyContactsDialog
          {...(contacts !== 'all' && { draft: contacts })}
          onClose={() => setContacts(null)}
        />
      )}
    </>
  )
}

function Search(props: { query: CallQuery; onChange: (query: CallQuery) => void }): ReactNode {
  const { query, onChange } = props
  return (
    <div className={styles.tools}>
      <input
        type="search"
        aria-label={text('recents.search')}
        placeholder={text('recents.search')}
        className={styles.search}
        value={query.text}
        onChange={({ target }) => onChange({ ...query, text: target.value })}
      />
      <select
        aria-label={text('recents.show')}
        className={styles.filter}
        value={query.filter}
        onChange={({ target }) => {
          const filter = callFilters.find((one) => one === target.value)
          if (filter) onChange({ ...query, filter })
        }}
      >
        {callFilters.map((filter) => (
          <option key={filter} value={filter}>
            {text(filterWords[filter])}
          </option>
        ))}
      </select>
    </div>
  )
}

/** What is being typed is seen at once; the list follows as soon as it can. */
function Found({ query, onOpen }: { query: CallQuery; onOpen: (id: string) => void }): ReactNode {
  const recent = usePhone((state) => state.recent)
  const contacts = usePhone((state) => state.contacts)
  const plan = usePhone((state) => state.numberPlan)
  const asked = useDeferredValue(query)
  const found = useMemo(
    () => findCalls(recent, asked, { contacts, plan }),
    [recent, asked, contacts, plan],
  )
  const isNarrowed = found !== recent
  return (
    <div aria-busy={asked !== query} className={styles.found}>
      <output className={styles.count} hidden={!isNarrowed}>
        {isNarrowed && text('recents.found', { found: found.length, count: recent.length })}
      </output>
      {found.length === 0 ? (
        <p className={styles.nothing}>{text('recents.nothingFound')}</p>
      ) : (
        <VirtualList items={found} rowHeight={60} aria-labelledby="recents-title">
          {(call: EndedCall) => <CallRow call={call} onOpen={() => onOpen(call.id)} />}
        </VirtualList>
      )}
    </div>
  )
}

function NoCalls(): ReactNode {
  const status = usePhone((state) => state.records)
  return (
    <div className={styles.empty}>
      <Empty icon={<HistoryIcon />}>{text(emptyWords[status])}</Empty>
    </div>
  )
}

/** Calls and contacts are not kept, and why. */
function Trouble(): ReactNode {
  const code = usePhone(troubleOf)
  if (!code) return null
  return (
    <div role="alert" className={styles.trouble}>
      <Explain {...explain(recordErrorWords[code])} code={`records-${code}`} />
    </div>
  )
}

function troubleOf({ records }: PhoneState) {
  return records === 'unkept' || records === 'reading' || records === 'kept' ? null : records
}
