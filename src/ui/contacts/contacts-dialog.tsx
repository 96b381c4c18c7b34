import { Ellipsis, Upload, UserPlus } from 'lucide-react'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { text } from '../../language/language.ts'
import type { Contact } from '../../phone/contacts/contact-book.ts'
import { Button } from '../kit/button.tsx'
import { Modal } from '../kit/modal.tsx'
import { usePhone, usePhoneActions } from '../phone-context.ts'
import { ContactForm } from './contact-form.tsx'
import { ContactList } from './contact-list.tsx'
import { ContactsData } from './contacts-data.tsx'
import { ImportContacts } from './import-contacts.tsx'
import styles from './contacts.module.css'

export type ContactsDialogProps = {
  /** Somebody who is to be added: it opens with the form. */
  draft?: Pick<Contact, 'name' | 'numbers'>
  onClose: () => void
}

type View =
  | { status: 'list' }
  | { status: 'form'; contact: Partial<Contact> }
  | { status: 'import' }
  | { status: 'data' }

/** Who the agent knows. */
export function ContactsDialog({ draft, onClose }: ContactsDialogProps): ReactNode {
  const phone = usePhoneActions()
  const [view, setView] = useState<View>(
    draft ? { status: 'form', contact: draft } : { status: 'list' },
  )
  const hasSome = usePhone(({ contacts }) => contacts.all.length > 0)
  const goBack = () => setView({ status: 'list' })

  return (
    <Modal title={titleOf(view)} onClose={onClose}>
      {view.status === 'list' && (
        <div className={styles.contacts}>
          <div className={styles.tools}>
            <Button icon={<UserPlus />} onClick={() => setView({ status: 'form', contact: {} })}>
              {text('contacts.add')}
            </Button>
            <Button icon={<Upload />} onClick={() => setView({ status: 'import' })}>
              {text('contacts.import')}
            </Button>
            {hasSome && (
              <Button
                tone="bare"
                aria-label={text('contacts.dataTitle')}
                title={text('contacts.dataTitle')}
                icon={<Ellipsis />}
                className={styles.data}
                onClick={() => setView({ status: 'data' })}
              />
            )}
          </div>
          <ContactList
            onEdit={(contact) => setView({ status: 'form', contact })}
            onCall={(number) => {
              onClose()
              void phone.dial(number)
            }}
          />
        </div>
      )}
      {view.status === 'form' && (
        <ContactForm contact={view.contact} onDone={draft ? onClose : goBack} />
      )}
      {view.status === 'import' && <ImportContacts onDone={goBack} />}
      {view.status === 'data' && (
        <div className={styles.tools}>
          <ContactsData />
          <Button onClick={goBack}>{text('contacts.back')}</Button>
        </div>
      )}
    </Modal>
  )
}

function titleOf(view: View): string {
  switch (view.status) {
    case 'list':
      return text('contacts.title')
    case 'form':
      return text(view.contact.id === undefined ? 'contacts.newTitle' : 'contacts.editTitle')
    case 'import':
      return text('contacts.importTitle')
    case 'data':
      return text('contacts.dataTitle')
  }
}
