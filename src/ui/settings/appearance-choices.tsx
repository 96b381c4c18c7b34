import type { ReactNode } from 'react'
import { text } from '../../language/language.ts'
import { themes } from '../../phone/preferences.ts'
import { usePhone, usePhoneActions } from '../phone-context.ts'
import { themeWords } from './settings-words.ts'
import styles from './settings.module.css'

export function AppearanceChoices(): ReactNode {
  const phone = usePhoneActions()
  const chosen = usePhone((state) => state.preferences.theme)
  return (
    <fieldset className={styles.themes}>
      <legend>{text('settings.theme')}</legend>
      {themes.map((theme) => (
        <label key={theme}>
          <input
            type="radio"
            name="theme"
            value={theme}
            checked={theme === chosen}
            onChange={() => phone.changePreferences({ theme })}
          />
          {text(themeWords[theme])}
        </label>
      ))}
    </fieldset>
  )
}
