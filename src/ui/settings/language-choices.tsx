import type { ReactNode } from 'react'
import { text } from '../../language/language.ts'
import { languageNames } from '../../language/load-language.ts'
import { languages } from '../../phone/preferences.ts'
import { usePhone, usePhoneActions } from '../phone-context.ts'
import styles from './settings.module.css'

/** Each language by its own name, so that whoever is in the wrong one finds the way out. */
export function LanguageChoices(): ReactNode {
  const phone = usePhoneActions()
  const chosen = usePhone((state) => state.preferences.language)
  return (
    <>
      <fieldset className={styles.themes}>
        <legend>{text('settings.language')}</legend>
        {languages.map((language) => (
          <label key={language} {...(language !== 'system' && { lang: language })}>
            <input
              type="radio"
              name="language"
              value={language}
              checked={language === chosen}
              onChange={() => phone.changePreferences({ language })}
            />
            {language === 'system' ? text('settings.asBrowser') : languageNames[language]}
          </label>
        ))}
      </fieldset>
      <p className={styles.hint}>{text('settings.languageHint')}</p>
    </>
  )
}
