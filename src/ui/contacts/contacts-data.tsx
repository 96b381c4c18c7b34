import { Download, Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { writeContactsCsv } from '../../phone/contacts/write-contacts-csv.ts'
import { writeVcards } from '../../phone/contacts/vcard.ts'
import { AskFirst } from '../kit/ask-first.tsx'
import { Button } from '../kit/button.tsx'
import { fileName, saveFile } from '../kit/save-file.ts'
import { usePhone, usePhoneActions } from '../phone-context.ts'
import { clearQuestion, contactsWords, countContacts } from './contacts-words.ts'

/** All contacts as a file, and away with them. */
export function ContactsData(): ReactNode {
  const phone = usePhoneActions()
  const all = usePhone((state) => state.contacts.all)
  if (all.length === 0) return <p>{countContacts(0)}</p>
  return (
    <>
      <p>{countContacts(all.length)}</p>
      <Button
        icon={<Download />}
        onClick={() => saveFile(fileName('contacts', 'csv'), 'text/csv', writeContactsCsv(all))}
      >
        {contactsWords.exportCsv}
      </Button>
      <Button
        icon={<Download />}
        onClick={() => saveFile(fileName('contacts', 'vcf'), 'text/vcard', writeVcards(all))}
      >
        {contactsWords.exportVcard}
      </Button>
      <AskFirst
        label={contactsWords.clear}
        question={clearQuestion(all.length)}
        yes={contactsWords.clear}
        no={contactsWords.keep}
        icon={<Trash2 />}
        onYes={() => void phone.loadRecords().then((records) => records.forgetContacts('all'))}
      />
    </>
  )
}
