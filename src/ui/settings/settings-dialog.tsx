import { useState } from 'react'
import type { KeyboardEvent, ReactNode } from 'react'
import { text } from '../../language/language.ts'
import { CallVolume } from '../active-call/call-volume.tsx'
import { DialingChoices } from '../dialer/dialing-settings.tsx'
import { Modal } from '../kit/modal.tsx'
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
        <Sections chosen={chosen} onChoose={setChosen} />
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

/** Arrow keys go from section to section. */
function Sections(props: {
  chosen: SettingsSection
  onChoose: (section: SettingsSection) => void
}): ReactNode {
  const { chosen, onChoose } = props
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    const count = settingsSections.length
    const next = settingsSections[(settingsSections.indexOf(chosen) + step + count) % count]
    if (step === 0 || !next) return
    onChoose(next)
    event.currentTarget.querySelector<HTMLElement>(`[data-section=${next}]`)?.focus()
  }
  return (
    <div
      role="tablist"
      aria-label={text('settings.sections')}
      tabIndex={-1}
      className={styles.sections}
      onKeyDown={onKeyDown}
    >
      {settingsSections.map((section) => (
        <button
          key={section}
          type="button"
          role="tab"
          data-section={section}
          aria-selected={section === chosen}
          aria-controls="settings-section"
          tabIndex={section === chosen ? 0 : -1}
          onClick={() => onChoose(section)}
        >
          {text(sectionWords[section])}
        </button>
      ))}
    </div>
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
