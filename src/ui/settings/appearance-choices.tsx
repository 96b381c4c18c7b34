import type { ReactNode } from 'react'
import { themes } from '../../phone/preferences.ts'
import { usePhone, usePhoneActions } from '../phone-context.ts'
import { settingsWords, themeWords } from './settings-words.ts'
import styles from './settings.module.css'

export function AppearanceChoices(): ReactNode {
  const phone = usePhoneActions()
  const chosen = usePhone((state) => state.preferences.theme)
  return (
    <fieldset className={styles.themes}>
      <legend>{settingsWords.theme}</legend>
      {themes.map((theme) => (
        <label key={theme}>
          <input
            type="radio"
            name="theme"
            value={theme}
            checked={theme === chosen}
            onChange={() => phone.changePreferences({ theme })}
          />
          {themeWords[theme]}
        </label>
      ))}
    </fieldset>
  )
}
