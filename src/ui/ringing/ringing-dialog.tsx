import { Bell, Square } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { text, type TextKey } from '../../language/language.ts'
import { testRingSeconds } from '../../phone/phone.ts'
import { ringtones } from '../../phone/preferences.ts'
import type { Ringtone } from '../../phone/preferences.ts'
import { Button } from '../kit/button.tsx'
import { Modal } from '../kit/modal.tsx'
import { Switch } from '../kit/switch.tsx'
import { usePhone, usePhoneActions } from '../phone-context.ts'
import { NotificationChoice } from './notification-choice.tsx'
import styles from './ringing.module.css'

const ringtoneWords: Record<Ringtone, TextKey> = {
  classic: 'ringing.classic',
  soft: 'ringing.soft',
  marimba: 'ringing.marimba',
  pulse: 'ringing.pulse',
}

export function RingingDialog({ onClose }: { onClose: () => void }): ReactNode {
  return (
    <Modal title={text('ringing.title')} onClose={onClose}>
      <RingingChoices />
    </Modal>
  )
}

/** How a call is heard and seen here, and whether it waits for a press. */
export function RingingChoices(): ReactNode {
  const phone = usePhoneActions()
  const autoAnswer = usePhone((state) => state.preferences.autoAnswer)
  const hintId = useId()
  return (
    <div className={styles.settings}>
      <RingtoneChoice />
      <RingVolume />
      <TestRing />
      <div className={styles.choice}>
        <Switch
          checked={autoAnswer}
          aria-describedby={hintId}
          className={styles.switch}
          onChange={(isOn) => phone.changePreferences({ autoAnswer: isOn })}
        >
          {text('ringing.autoAnswer')}
        </Switch>
        <p id={hintId} className={styles.hint}>
          {text('ringing.aboutAutoAnswer')}
        </p>
      </div>
      <NotificationChoice />
    </div>
  )
}

function RingtoneChoice(): ReactNode {
  const phone = usePhoneActions()
  const ringtone = usePhone((state) => state.preferences.ringtone)
  const id = useId()
  return (
    <div className={styles.row}>
      <label htmlFor={id}>{text('ringing.ringtone')}</label>
      <select
        id={id}
        value={ringtone}
        onChange={({ target }) => {
          const chosen = ringtones.find((one) => one === target.value)
          if (chosen) phone.changePreferences({ ringtone: chosen })
        }}
      >
        {ringtones.map((one) => (
          <option key={one} value={one}>
            {text(ringtoneWords[one])}
          </option>
        ))}
      </select>
    </div>
  )
}

/** A slider from silent to full, in steps of a twentieth. */
function RingVolume(): ReactNode {
  const phone = usePhoneActions()
  const volume = usePhone((state) => state.preferences.ringVolume)
  const id = useId()
  const percent = Math.round(volume * 100)
  return (
    <div className={styles.row}>
      <label htmlFor={id}>{text('ringing.volume')}</label>
      <input
        id={id}
        type="range"
        min={0}
        max={100}
        step={5}
        value={percent}
        aria-valuetext={
          percent === 0 ? text('ringing.silent') : text('amount.percent', { percent })
        }
        onChange={({ target }) =>
          phone.changePreferences({ ringVolume: target.valueAsNumber / 100 })
        }
      />
      {percent === 0 && <p className={styles.warning}>{text('ringing.unheard')}</p>}
    </div>
  )
}

/** The ring as it is set, on the ringer that is chosen. It ends by itself, by a second press, and with the dialog. */
function TestRing(): ReactNode {
  const phone = usePhoneActions()
  const [isRinging, setRinging] = useState(false)
  const stop = useRef(() => {})

  useEffect(() => () => stop.current(), [])

  const press = () => {
    stop.current()
    if (isRinging) return
    const stopSound = phone.testRing()
    const timer = setTimeout(() => setRinging(false), testRingSeconds * 1000)
    stop.current = () => {
      clearTimeout(timer)
      stopSound()
      stop.current = () => {}
      setRinging(false)
    }
    setRinging(true)
  }
  return (
    <div className={styles.test}>
      <Button icon={isRinging ? <Square /> : <Bell />} onClick={press}>
        {text(isRinging ? 'ringing.stop' : 'ringing.test')}
      </Button>
      <p className={styles.hint}>{text('ringing.where')}</p>
    </div>
  )
}
