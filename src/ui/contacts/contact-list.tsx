import { BookUser, Pencil, Phone } from 'lucide-react'
import { useDeferredValue, useMemo, useState } from 'react'
import type { ReactNode } from 'react'
import { perLocale, text } from '../../language/language.ts'
import type { Contact } from '../../phone/contacts/contact-book.ts'
import { formatNumber } from '../format.ts'
import { Button } from '../kit/button.tsx'
import { Empty } from '../kit/empty.tsx'
import { VirtualList } from '../kit/virtual-list.tsx'
import { usePhone } from '../phone-context.ts'
import styles from './contacts.module.css'

export type ContactListProps = {
  onEdit: (contact: Contact) => void
  onCall: (number: string) => void
}

const alphabet = perLocale(
  (locale) => new Intl.Collator(locale, { sensitivity: 'base', numeric: true }),
)

/** By name, found by name, number or note. */
export function ContactList({ onEdit, onCall }: ContactListProps): ReactNode {
  const all = usePhone((state) => state.contacts.all)
  const [typed, setTyped] = useState('')
  const wanted = useDeferredValue(typed)
  const { compare } = alphabet()
  const sorted = useMemo(
    () => all.toSorted((one, other) => compare(one.name, other.name)),
    [all, compare],
  )
  const found = useMemo(() => sorted.filter(createSearch(wanted)), [sorted, wanted])
  if (all.length === 0) return <Empty icon={<BookUser />}>{text('contacts.none')}</Empty>
  return (
    <>
      <input
        type="search"
        aria-label={text('contacts.search')}
        placeholder={text('contacts.search')}
        className={styles.search}
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
      />
      {found.length === 0 ? (
        <p className={styles.hint}>{text('contacts.nothingFound')}</p>
      ) : (
        <VirtualList items={found} rowHeight={64} aria-label={text('contacts.title')}>
          {(contact: Contact) => (
            <ContactRow contact={contact} onEdit={() => onEdit(contact)} onCall={onCall} />
          )}
        </VirtualList>
      )}
    </>
  )
}

function ContactRow(props: {
  contact: Contact
  onEdit: () => void
  onCall: (number: string) => void
}): ReactNode {
  const { contact, onEdit, onCall } = props
  const plan = usePhone((state) => state.numberPlan)
  return (
    <div className={styles.row}>
      <div className={styles.words}>
        <b>{contact.name}</b>
        {contact.note && <small>{contact.note}</small>}
        {contact.numbers.map((number) => {
          const written = formatNumber(number, plan)
          return (
            <Button
              key={number}
              tone="bare"
              size="small"
              icon={<Phone />}
              aria-label={text('contacts.call', { name: contact.name, number: written })}
              className={styles.number}
              onClick={() => onCall(number)}
            >
              {written}
            </Button>
          )
        })}
      </div>
      <Button
        tone="bare"
        size="small"
        icon={<Pencil />}
        aria-label={text('contacts.edit', { name: contact.name })}
        className={styles.edit}
        onClick={onEdit}
      />
    </div>
  )
}

function createSearch(typed: string): (contact: Contact) => boolean {
  const wanted = typed.trim().toLowerCase()
  if (wanted === '') return () => true
  const digits = wanted.replaceAll(/\D/g, '')
  const isNumber = digits !== '' && !/\p{L}/u.test(wanted)
  return ({ name, note, numbers }) =>
    name.toLowerCase().includes(wanted) ||
    note.toLowerCase().includes(wanted) ||
    (isNumber && numbers.some((number) => number.includes(digits)))
}
