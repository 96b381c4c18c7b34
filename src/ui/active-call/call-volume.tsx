import { Volume2, VolumeX } from 'lucide-react'
import type { ReactNode } from 'react'
import { text } from '../../language/language.ts'
import { usePhone, usePhoneActions } from '../phone-context.ts'
import styles from './call-talk.module.css'

/** How loud the far end is; the next call begins with the same. */
export function CallVolume(): ReactNode {
  const phone = usePhoneActions()
  const percent = usePhone((state) => Math.round(state.preferences.callVolume * 100))
  return (
    <label className={styles.volume}>
      {percent === 0 ? <VolumeX /> : <Volume2 />}
      <input
        type="range"
        aria-label={text('call.volume')}
        min={0}
        max={100}
        step={5}
        value={percent}
        aria-valuetext={text('amount.percent', { percent })}
        onChange={(event) =>
          phone.changePreferences({ callVolume: event.target.valueAsNumber / 100 })
        }
      />
      <span aria-hidden="true" className={styles.percent}>
        {percent === 0 ? text('call.silent') : text('amount.percent', { percent })}
      </span>
    </label>
  )
}
