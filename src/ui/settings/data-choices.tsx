import { BookUser, Download, RotateCcw, Upload } from 'lucide-react'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { defaultPreferences } from '../../phone/preferences.ts'
import { readSettings, writeSettings } from '../../phone/settings-file.ts'
import { ContactsData } from '../contacts/contacts-data.tsx'
import { LazyContactsDialog } from '../contacts/lazy-contacts-dialog.tsx'
import { HistoryData } from '../history/history-data.tsx'
import { AskFirst } from '../kit/ask-first.tsx'
import { Button } from '../kit/button.tsx'
import { Explain } from '../kit/explain.tsx'
import { FileButton } from '../kit/file-button.tsx'
import { fileName, saveFile } from '../kit/save-file.ts'
import { usePhoneActions } from '../phone-context.ts'
import { imported, settingsWords } from './settings-words.ts'
import styles from './settings.module.css'

/** What this browser keeps: as files, from files, and away with it. */
export function DataChoices(): ReactNode {
  const [isInContacts, setInContacts] = useState(false)
  return (
    <div className={styles.data}>
      <p className={styles.hint}>{settingsWords.dataHint}</p>
      <h3>{settingsWords.calls}</h3>
      <HistoryData />
      <h3>{settingsWords.contacts}</h3>
      <Button icon={<BookUser />} aria-haspopup="dialog" onClick={() => setInContacts(true)}>
        {settingsWords.openContacts}
      </Button>
      <ContactsData />
      <h3>{settingsWords.settings}</h3>
      <SettingsData />
      {isInContacts && <LazyContactsDialog onClose={() => setInContacts(false)} />}
    </div>
  )
}

function SettingsData(): ReactNode {
  const phone = usePhoneActions()
  const [outcome, setOutcome] = useState<string | null>(null)

  const take = (bytes: Uint8Array<ArrayBuffer>) => {
    const read = readSettings(new TextDecoder().decode(bytes))
    if (read.status === 'not-settings') return setOutcome('not-settings')
    phone.changePreferences(read.preferences)
    setOutcome(imported(Object.keys(read.preferences).length, read.refused))
  }
  return (
    <>
      <Button
        icon={<Download />}
        onClick={() => {
          const { preferences } = phone.store.getState()
          saveFile(fileName('settings', 'json'), 'application/json', writeSettings(preferences))
        }}
      >
        {settingsWords.export}
      </Button>
      <FileButton accept=".json,application/json" icon={<Upload />} onFile={take}>
        {settingsWords.import}
      </FileButton>
      <AskFirst
        label={settingsWords.reset}
        question={settingsWords.resetQuestion}
        yes={settingsWords.resetYes}
        no={settingsWords.keep}
        icon={<RotateCcw />}
        onYes={() => {
          phone.changePreferences(defaultPreferences)
          setOutcome(settingsWords.wasReset)
        }}
      />
      {outcome === 'not-settings' ? (
        <div role="alert" className={styles.trouble}>
          <Explain
            what={settingsWords.notSettings}
            todo={settingsWords.notSettingsTodo}
            code="not-settings"
          />
        </div>
      ) : (
        <output className={styles.outcome}>{outcome}</output>
      )}
    </>
  )
}
