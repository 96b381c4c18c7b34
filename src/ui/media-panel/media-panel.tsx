import { useId } from 'react'
import type { ReactNode } from 'react'
import { text } from '../../language/language.ts'
import type { AudioDevice, DeviceKind } from '../../phone/phone-state.ts'
import { CheckButtons } from '../checks/check-buttons.tsx'
import { LevelMeter } from '../kit/level-meter.tsx'
import { usePhone, usePhoneActions } from '../phone-context.ts'
import { RingSettings } from '../ringing/ring-settings.tsx'
import { deviceWords } from '../words.ts'
import styles from './media-panel.module.css'

/** Which devices are used, each with what it hears or plays right under it. */
export function MediaPanel(): ReactNode {
  const phone = usePhoneActions()
  const canChooseOutput = usePhone((state) => state.devices.canChooseOutput)
  return (
    <section id="media" aria-labelledby="media-title" className={styles.media}>
      <div className={styles.head}>
        <h2 id="media-title">{text('media.title')}</h2>
        <RingSettings />
      </div>
      <div className={styles.device}>
        <DeviceChoice kind="microphone" />
        <LevelMeter label={text('media.microphoneLevel')} source={phone.microphoneLevel} />
      </div>
      <div className={styles.device}>
        {canChooseOutput ? (
          <DeviceChoice kind="speaker" />
        ) : (
          <p className={styles.hint}>{text('media.systemSpeaker')}</p>
        )}
        <LevelMeter label={text('media.remoteLevel')} source={phone.remoteLevel} />
      </div>
      {canChooseOutput && (
        <div className={styles.device}>
          <DeviceChoice kind="ringer" />
        </div>
      )}
      <CheckButtons />
    </section>
  )
}

export function DeviceChoice({ kind }: { kind: DeviceKind }): ReactNode {
  const phone = usePhoneActions()
  const id = useId()
  const chosen = usePhone((state) => state.devices[kind])
  const present = usePhone(({ devices }) =>
    kind === 'microphone' ? devices.microphones : devices.outputs,
  )
  return (
    <div className={styles.choice}>
      <label htmlFor={id}>{text(deviceWords[kind])}</label>
      <select
        id={id}
        value={chosen}
        onChange={(event) => phone.chooseDevice(kind, event.target.value)}
      >
        {optionsOf(present, chosen).map((device) => (
          <option key={device.id} value={device.id}>
            {device.label}
          </option>
        ))}
      </select>
    </div>
  )
}

/** The system's default first, and a chosen device that has been unplugged last: the choice must not look like another. */
function optionsOf(present: readonly AudioDevice[], chosen: string): AudioDevice[] {
  const options = [
    { id: '', label: text('media.systemDefault') },
    ...present.filter((device) => device.id !== ''),
  ]
  const isPresent = options.some((device) => device.id === chosen)
  return isPresent ? options : [...options, { id: chosen, label: text('media.unplugged') }]
}
