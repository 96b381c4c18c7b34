import { BookUser, Download, RotateCcw, Upload } from 'lucide-react'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { text } from '../../language/language.ts'
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
import { explain } from '../words.ts'
import styles from './settings.module.css'

/** What this browser keeps: as files, from files, and away with it. */
export function DataChoices(): ReactNode {
  const [isInContacts, setInContacts] = useState(false)
  return (
    <div className={styles.data}>
      <p className={styles.hint}>{text('settings.dataHint')}</p>
      <h3>{text('settings.calls')}</h3>
      <HistoryData />
      <h3>{text('settings.contacts')}</h3>
      <Button icon={<BookUser />} aria-haspopup="dialog" onClick={() => setInContacts(true)}>
        {text('settings.openContacts')}
      </Button>
      <ContactsData />
      <h3>{text('settings.title')}</h3>
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
    setOutcome(describeImport(Object.keys(read.preferences).length, read.refused))
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
        {text('settings.export')}
      </Button>
      <FileButton accept=".json,application/json" icon={<Upload />} onFile={take}>
        {text('settings.import')}
      </FileButton>
      <AskFirst
        label={text('settings.reset')}
        question={text('settings.resetQuestion')}
        yes={text('settings.resetYes')}
        no={text('settings.keep')}
        icon={<RotateCcw />}
        onYes={() => {
          phone.changePreferences(defaultPreferences)
          setOutcome(text('settings.wasReset'))
        }}
      />
      {outcome === 'not-settings' ? (
        <div role="alert" className={styles.trouble}>
          <Explain {...explain('settings.notSettings')} code="not-settings" />
        </div>
      ) : (
        <output className={styles.outcome}>{outcome}</output>
      )}
    </>
  )
}

/** What an import has done. */
function describeImport(count: number, refused: readonly string[]): string {
  return refused.length === 0
    ? text('settings.imported', { count })
    : text('settings.importedSome', { count, names: refused.join(', ') })
}
