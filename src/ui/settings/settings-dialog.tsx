import { useState } from 'react'
import type { ReactNode } from 'react'
import { text } from '../../language/language.ts'
import { CallVolume } from '../active-call/call-volume.tsx'
import { DialingChoices } from '../dialer/dialing-settings.tsx'
import { Modal } from '../kit/modal.tsx'
import { TabList } from '../kit/tab-list.tsx'
import { DeviceChoice } from '../media-panel/media-panel.tsx'
import { usePhone } from '../phone-context.ts'
import { RingingChoices } from '../ringing/ringing-dialog.tsx'
import { ShortcutChoices } from '../shortcuts/shortcuts-dialog.tsx'
import { AppearanceChoices } from './appearance-choices.tsx'
import { DataChoices } from './data-choices.tsx'
import { LanguageChoices } from './language-choices.tsx'
import { type SettingsSection, settingsSections } from './settings-section.ts'
import { sectionWords } from './settings-words.ts'
import styles from './settings.module.css'

export type SettingsDialogProps = {
  /** The one that is open at first. */
  section: SettingsSection
  /** As DialerProps has it. */
  claimTelLinks: (() => boolean) | undefined
  onClose: () => void
}

/** Everything that can be set, in one place; what is needed more often is also where it is needed. */
export function SettingsDialog({
  section,
  claimTelLinks,
  onClose,
}: SettingsDialogProps): ReactNode {
  const [chosen, setChosen] = useState(section)
  return (
    <Modal title={text('settings.title')} size="large" onClose={onClose}>
      <div className={styles.settings}>
        <TabList
          label={text('settings.sections')}
          tabs={settingsSections}
          chosen={chosen}
          onChoose={setChosen}
          className={styles.sections}
          buttonOf={(section) => ({
            'aria-controls': 'settings-section',
            children: text(sectionWords[section]),
          })}
        />
        <div
          id="settings-section"
          role="tabpanel"
          aria-label={text(sectionWords[chosen])}
          className={styles.section}
        >
          {chosen === 'audio' && <AudioChoices />}
          {chosen === 'ringing' && <RingingChoices />}
          {chosen === 'dialing' && <Dialing claimTelLinks={claimTelLinks} />}
          {chosen === 'shortcuts' && <ShortcutChoices />}
          {chosen === 'appearance' && <AppearanceChoices />}
          {chosen === 'language' && <LanguageChoices />}
          {chosen === 'data' && <DataChoices />}
        </div>
      </div>
    </Modal>
  )
}

function AudioChoices(): ReactNode {
  const canChooseOutput = usePhone((state) => state.devices.canChooseOutput)
  return (
    <div className={styles.rows}>
      <DeviceChoice kind="microphone" />
      {canChooseOutput && (
        <>
          <DeviceChoice kind="speaker" />
          <DeviceChoice kind="ringer" />
        </>
      )}
      <div className={styles.volume}>
        <CallVolume />
      </div>
    </div>
  )
}

function Dialing({ claimTelLinks }: Pick<SettingsDialogProps, 'claimTelLinks'>): ReactNode {
  const plan = usePhone((state) => state.numberPlan)
  return plan && <DialingChoices plan={plan} claimTelLinks={claimTelLinks} />
}
