import { Trash2 } from 'lucide-react'
import { useId, useState } from 'react'
import type { FormEvent, ReactNode } from 'react'
import { text } from '../../language/language.ts'
import type { Contact } from '../../phone/contacts/contact-book.ts'
import { cleanName, cleanNote } from '../../phone/contacts/raw-contact.ts'
import { readNumber } from '../../phone/contacts/read-contacts.ts'
import type { NumberPlan } from '../../phone/number-plan.ts'
import { AskFirst } from '../kit/ask-first.tsx'
import { Button } from '../kit/button.tsx'
import { usePhone, usePhoneActions } from '../phone-context.ts'
import styles from './contacts.module.css'

export type ContactFormProps = {
  /** Without an id, a new one. */
  contact: Partial<Contact>
  onDone: () => void
}

type Errors = { name?: string; numbers?: string }

export function ContactForm({ contact, onDone }: ContactFormProps): ReactNode {
  const phone = usePhoneActions()
  const plan = usePhone((state) => state.numberPlan)
  const [errors, setErrors] = useState<Errors>({})
  const { id } = contact

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const read = readForm(new FormData(event.currentTarget), plan)
    if ('errors' in read) return setErrors(read.errors)
    const saved = { id: id ?? crypto.randomUUID(), ...read }
    void phone.loadRecords().then((records) => records.saveContacts([saved]))
    onDone()
  }
  const written = contact.numbers?.map((number) => plan?.format(number) ?? number).join('\n')
  return (
    <form className={styles.form} onSubmit={submit}>
      <Field label={text('contacts.name')} error={errors.name}>
        {(facts) => <input name="name" autoComplete="off" defaultValue={contact.name} {...facts} />}
      </Field>
      <Field label={text('contacts.numbers')} error={errors.numbers}>
        {(facts) => (
          <textarea name="numbers" rows={2} inputMode="tel" defaultValue={written} {...facts} />
        )}
      </Field>
      <Field label={text('contacts.note')} error={undefined}>
        {(facts) => <textarea name="note" rows={3} defaultValue={contact.note} {...facts} />}
      </Field>
      <div className={styles.tools}>
        <Button type="submit" tone="go">
          {text('contacts.save')}
        </Button>
        <Button onClick={onDone}>{text('contacts.cancel')}</Button>
        {id !== undefined && (
          <AskFirst
            label={text('contacts.delete')}
            question={text('contacts.deleteQuestion', { name: contact.name ?? '' })}
            yes={text('contacts.delete')}
            no={text('contacts.keep')}
            icon={<Trash2 />}
            onYes={() => {
              void phone.loadRecords().then((records) => records.forgetContacts([id]))
              onDone()
            }}
          />
        )}
      </div>
    </form>
  )
}

type FieldFacts = { id: string; 'aria-invalid': boolean; 'aria-describedby': string | undefined }

function Field(props: {
  label: string
  error: string | undefined
  children: (facts: FieldFacts) => ReactNode
}): ReactNode {
  const { label, error, children } = props
  const id = useId()
  const errorId = useId()
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      {children({
        id,
        'aria-invalid': error !== undefined,
        'aria-describedby': error === undefined ? undefined : errorId,
      })}
      {error !== undefined && (
        <p id={errorId} role="alert">
          {error}
        </p>
      )}
    </div>
  )
}

function readForm(
  form: FormData,
  plan: NumberPlan | null,
): Omit<Contact, 'id'> | { errors: Errors } {
  const [name = '', numbers = '', note = ''] = ['name', 'numbers', 'note'].map((field) => {
    const value = form.get(field)
    return typeof value === 'string' ? value : ''
  })
  const clean = cleanName(name)
  const read = readNumbers(numbers, plan)
  if (clean !== '' && !('error' in read)) {
    return { name: clean, numbers: read.numbers, note: cleanNote(note) }
  }
  return {
    errors: {
      ...(clean === '' && { name: text('contacts.nameMissing') }),
      ...('error' in read && { numbers: read.error }),
    },
  }
}

function readNumbers(
  typed: string,
  plan: NumberPlan | null,
): { numbers: string[] } | { error: string } {
  if (!plan) return { error: text('contacts.planMissing') }
  const lines = typed
    .split(/[\n;]/)
    .map(cleanName)
    .filter((line) => line !== '')
  const read = lines.map((line) => readNumber(line, plan))
  const numbers = [...new Set(read.filter((number) => number !== undefined))]
  if (lines.length === 0) return { error: text('contacts.numbersMissing') }
  const bad = lines.filter((_, index) => read[index] === undefined)
  return bad.length > 0
    ? { error: text('contacts.badNumbers', { numbers: bad.join(', ') }) }
    : { numbers }
}
