import { Download, Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { text } from '../../language/language.ts'
import { writeCalls } from '../../phone/records/write-calls.ts'
import { AskFirst } from '../kit/ask-first.tsx'
import { Button } from '../kit/button.tsx'
import { fileName, saveFile } from '../kit/save-file.ts'
import { usePhone, usePhoneActions } from '../phone-context.ts'

/** All calls as a file, and away with them. */
export function HistoryData(): ReactNode {
  const phone = usePhoneActions()
  const recent = usePhone((state) => state.recent)
  const contacts = usePhone((state) => state.contacts)
  const count = recent.length
  return (
    <>
      <p>{text('recents.count', { count })}</p>
      {count > 0 && (
        <>
          <Button
            icon={<Download />}
            onClick={() => {
              const csv = writeCalls(recent, ({ number, name }) => contacts.nameOf(number) ?? name)
              saveFile(fileName('calls', 'csv'), 'text/csv', csv)
            }}
          >
            {text('recents.exportCsv')}
          </Button>
          <AskFirst
            label={text('recents.clear')}
            question={text('recents.clearQuestion', { count })}
            yes={text('recents.clear')}
            no={text('recents.keep')}
            icon={<Trash2 />}
            onYes={() => void phone.loadRecords().then((records) => records.forgetCalls('all'))}
          />
        </>
      )}
    </>
  )
}
