import { Download, Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { writeCalls } from '../../phone/records/write-calls.ts'
import { AskFirst } from '../kit/ask-first.tsx'
import { Button } from '../kit/button.tsx'
import { fileName, saveFile } from '../kit/save-file.ts'
import { usePhone, usePhoneActions } from '../phone-context.ts'
import { clearQuestion, countCalls, historyWords } from './history-words.ts'

/** All calls as a file, and away with them. */
export function HistoryData(): ReactNode {
  const phone = usePhoneActions()
  const recent = usePhone((state) => state.recent)
  const contacts = usePhone((state) => state.contacts)
  const count = recent.length
  return (
    <>
      <p>{countCalls(count)}</p>
      {count > 0 && (
        <>
          <Button
            icon={<Download />}
            onClick={() => {
              const csv = writeCalls(recent, ({ number, name }) => contacts.nameOf(number) ?? name)
              saveFile(fileName('calls', 'csv'), 'text/csv', csv)
            }}
          >
            {historyWords.exportCsv}
          </Button>
          <AskFirst
            label={historyWords.clear}
            question={clearQuestion(count)}
            yes={historyWords.clear}
            no={historyWords.keep}
            icon={<Trash2 />}
            onYes={() => void phone.loadRecords().then((records) => records.forgetCalls('all'))}
          />
        </>
      )}
    </>
  )
}
