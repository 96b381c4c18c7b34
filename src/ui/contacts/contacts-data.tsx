import { Download, Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { text } from '../../language/language.ts'
import { writeContactsCsv } from '../../phone/contacts/write-contacts-csv.ts'
import { writeVcards } from '../../phone/contacts/vcard.ts'
import { AskFirst } from '../kit/ask-first.tsx'
import { Button } from '../kit/button.tsx'
import { fileName, saveFile } from '../kit/save-file.ts'
import { usePhone, usePhoneActions } from '../phone-context.ts'

/** All contacts as a file, and away with them. */
export function ContactsData(): ReactNode {
  const phone = usePhoneActions()
  const all = usePhone((state) => state.contacts.all)
  if (all.length === 0) return <p>{text('contacts.count', { count: 0 })}</p>
  return (
    <>
      <p>{text('contacts.count', { count: all.length })}</p>
      <Button
        icon={<Download />}
        onClick={() => saveFile(fileName('contacts', 'csv'), 'text/csv', writeContactsCsv(all))}
      >
        {text('contacts.exportCsv')}
      </Button>
      <Button
        icon={<Download />}
        onClick={() => saveFile(fileName('contacts', 'vcf'), 'text/vcard', writeVcards(all))}
      >
        {text('contacts.exportVcard')}
      </Button>
      <AskFirst
        label={text('contacts.clear')}
        question={text('contacts.clearQuestion', { count: all.length })}
        yes={text('contacts.clear')}
        no={text('contacts.keep')}
        icon={<Trash2 />}
        onYes={() => void phone.loadRecords().then((records) => records.forgetContacts('all'))}
      />
    </>
  )
}
