import { FileUp } from 'lucide-react'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { text } from '../../language/language.ts'
import type { Contact } from '../../phone/contacts/contact-book.ts'
import {
  readContacts,
  type ReadContacts,
  type RefusedRow,
} from '../../phone/contacts/read-contacts.ts'
import { formatNumber } from '../format.ts'
import { Button } from '../kit/button.tsx'
import { Explain } from '../kit/explain.tsx'
import { FileButton } from '../kit/file-button.tsx'
import { usePhone, usePhoneActions } from '../phone-context.ts'
import { explain } from '../words.ts'
import { refusedWords } from './contacts-words.ts'
import styles from './contacts.module.css'

/** As many as tell whether the columns were understood. */
const previewed = 5
/** As many as are kept at a time. */
const partSize = 250

type Readable = Extract<ReadContacts, { status: 'read' }>

type Import =
  | { status: 'choosing' }
  | { status: 'busy'; what: string; share: number }
  | { status: 'previewed'; read: ReadContacts }
  | { status: 'done'; read: Readable }

/** A file, what is in it, and only then the import. */
export function ImportContacts({ onDone }: { onDone: () => void }): ReactNode {
  const phone = usePhoneActions()
  const plan = usePhone((state) => state.numberPlan)
  const [state, setState] = useState<Import>({ status: 'choosing' })

  async function preview(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    if (!plan) return
    const what = text('contacts.reading')
    setState({ status: 'busy', what, share: 0 })
    const read = await readContacts(bytes, {
      plan,
      contacts: phone.store.getState().contacts.all,
      onProgress: (share) => setState({ status: 'busy', what, share }),
    })
    setState({ status: 'previewed', read })
  }

  async function keep(read: Readable): Promise<void> {
    const { contacts } = read
    const records = await phone.loadRecords()
    for (let start = 0; start < contacts.length; start += partSize) {
      setState({ status: 'busy', what: text('contacts.writing'), share: start / contacts.length })
      await records.saveContacts(contacts.slice(start, start + partSize))
    }
    setState({ status: 'done', read })
  }

  const choose = (label: string) => (
    <FileButton
      accept=".csv,.txt,.vcf,.vcard,text/csv,text/vcard"
      icon={<FileUp />}
      onFile={(bytes) => void preview(bytes)}
    >
      {label}
    </FileButton>
  )
  return (
    <div className={styles.import}>
      {state.status === 'choosing' && (
        <>
          <p className={styles.hint}>{text('contacts.importHint')}</p>
          <div className={styles.tools}>
            {choose(text('contacts.chooseFile'))}
            <Button onClick={onDone}>{text('contacts.back')}</Button>
          </div>
        </>
      )}
      {state.status === 'busy' && (
        <label className={styles.progress}>
          {state.what}
          <progress max={1} value={state.share} />
        </label>
      )}
      {state.status === 'previewed' && (
        <>
          <Preview read={state.read} />
          <div className={styles.tools}>
            {state.read.status === 'read' && state.read.contacts.length > 0 && (
              <KeepButton read={state.read} onKeep={(read) => void keep(read)} />
            )}
            {choose(text('contacts.chooseOther'))}
            <Button onClick={onDone}>{text('contacts.back')}</Button>
          </div>
        </>
      )}
      {state.status === 'done' && (
        <>
          <output>{text('contacts.imported', { count: state.read.contacts.length })}</output>
          <Refused rows={state.read.refused} />
          <div className={styles.tools}>
            <Button tone="go" onClick={onDone}>
              {text('contacts.done')}
            </Button>
          </div>
        </>
      )}
    </div>
  )
}

function KeepButton({ read, onKeep }: { read: Readable; onKeep: (read: Readable) => void }) {
  return (
    <Button tone="go" onClick={() => onKeep(read)}>
      {text('contacts.importSome', { count: read.contacts.length })}
    </Button>
  )
}

function Preview({ read }: { read: ReadContacts }): ReactNode {
  if (read.status === 'not-contacts') {
    return (
      <div role="alert" className={styles.trouble}>
        <Explain {...explain('contacts.notContacts')} code="not-contacts" />
      </div>
    )
  }
  const { contacts, refused, present } = read
  const leftOut = refused.filter(({ reason }) => reason !== 'number-left-out').length
  return (
    <>
      <output>{summarize(contacts.length, present, leftOut)}</output>
      {contacts.length > 0 && <FirstOf contacts={contacts.slice(0, previewed)} />}
      <Refused rows={refused} />
    </>
  )
}

/** What an import will do. */
function summarize(found: number, present: number, leftOut: number): string {
  const parts = [
    text('contacts.toImport', { count: found }),
    present > 0 && text('contacts.present', { count: present }),
    leftOut > 0 && text('contacts.leftOut', { count: leftOut }),
  ]
  return parts.filter(Boolean).join(' ')
}

function FirstOf({ contacts }: { contacts: readonly Contact[] }): ReactNode {
  const plan = usePhone((state) => state.numberPlan)
  return (
    <table className={styles.table}>
      <caption>{text('contacts.preview')}</caption>
      <thead>
        <tr>
          <th scope="col">{text('contacts.name')}</th>
          <th scope="col">{text('contacts.numbersHead')}</th>
          <th scope="col">{text('contacts.note')}</th>
        </tr>
      </thead>
      <tbody>
        {contacts.map(({ id, name, numbers, note }) => (
          <tr key={id}>
            <td>{name}</td>
            <td>{numbers.map((number) => formatNumber(number, plan)).join(', ')}</td>
            <td>{note}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Refused({ rows }: { rows: readonly RefusedRow[] }): ReactNode {
  if (rows.length === 0) return null
  return (
    // It scrolls: it must be reached by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section tabIndex={0} aria-label={text('contacts.refused')} className={styles.refused}>
      <table className={styles.table}>
        <caption>{text('contacts.refused')}</caption>
        <thead>
          <tr>
            <th scope="col">{text('contacts.row')}</th>
            <th scope="col">{text('contacts.name')}</th>
            <th scope="col">{text('contacts.why')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            // The same row may be there for several of its numbers.
            // oxlint-disable-next-line react/no-array-index-key
            <tr key={index}>
              <td>{row.row}</td>
              <td>{row.name}</td>
              <td>
                {text(refusedWords[row.reason])} {'number' in row && <code>{row.number}</code>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
