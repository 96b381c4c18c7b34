import { useState } from 'react'
import type { ChangeEvent, FormEvent, ReactNode } from 'react'
import { text, type TextKey } from '../../language/language.ts'
import type { Country, NumberPlan } from '../../phone/number-plan.ts'
import { Button } from '../kit/button.tsx'
import { Modal } from '../kit/modal.tsx'
import { usePhoneActions } from '../phone-context.ts'
import { matchCountry } from './match-country.ts'
import styles from './dialer-dialogs.module.css'

export type DialingSettingsProps = {
  plan: NumberPlan
  /** Asks the browser to open `tel:` links here; absent where it cannot. @returns whether it could be asked */
  claimTelLinks?: (() => boolean) | undefined
  onClose: () => void
}

export function DialingSettings({ onClose, ...choices }: DialingSettingsProps): ReactNode {
  return (
    <Modal title={text('dialing.title')} onClose={onClose}>
      <DialingChoices {...choices} onChosen={onClose} />
    </Modal>
  )
}

export type DialingChoicesProps = Omit<DialingSettingsProps, 'onClose'> & { onChosen?: () => void }

/** How numbers are read here, and where they come from. */
export function DialingChoices({ plan, claimTelLinks, onChosen }: DialingChoicesProps): ReactNode {
  const phone = usePhoneActions()
  return (
    <>
      <CountryChoice
        // Chosen: the field is empty again, and shows the country behind what may be typed.
        key={plan.country.code}
        plan={plan}
        onChoose={({ code }) => {
          phone.changePreferences({ country: code })
          onChosen?.()
        }}
      />
      {claimTelLinks && <TelLinks claim={claimTelLinks} />}
    </>
  )
}

type CountryChoiceProps = { plan: NumberPlan; onChoose: (country: Country) => void }

/** Searchable by the platform's own list; Enter takes the country that the text means. */
function CountryChoice({ plan, onChoose }: CountryChoiceProps): ReactNode {
  const [typed, setTyped] = useState('')
  const [isUnknown, setUnknown] = useState(false)
  const countries = plan.countries()

  const change = ({ target, nativeEvent }: ChangeEvent<HTMLInputElement>) => {
    setTyped(target.value)
    setUnknown(false)
    // A choice from the list is meant; a name that is being typed may only be the beginning of another.
    const isTyping =
      'inputType' in nativeEvent && /^(?:insert(?!Repl)|delete)/.test(String(nativeEvent.inputType))
    const chosen = countries.find(({ name }) => name === target.value)
    if (chosen && !isTyping) onChoose(chosen)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const country = matchCountry(typed, countries)
    if (country) onChoose(country)
    else setUnknown(true)
  }
  return (
    <form className={styles.country} onSubmit={submit}>
      <label htmlFor="country">{text('dialing.country')}</label>
      <input
        id="country"
        list="countries"
        autoComplete="off"
        placeholder={`${plan.country.name} +${plan.country.callingCode}`}
        aria-describedby="country-hint"
        aria-invalid={isUnknown}
        value={typed}
        onChange={change}
      />
      <datalist id="countries">
        {countries.map(({ code, name, callingCode }) => (
          <option key={code} value={name}>
            +{callingCode} {code}
          </option>
        ))}
      </datalist>
      <Button type="submit">{text('dialing.use')}</Button>
      <p id="country-hint" role={isUnknown ? 'alert' : undefined} data-unknown={isUnknown}>
        {text(isUnknown ? 'dialing.unknownCountry' : 'dialing.countryHint')}
      </p>
    </form>
  )
}

function TelLinks({ claim }: { claim: () => boolean }): ReactNode {
  const [outcome, setOutcome] = useState<'asked' | 'refused' | null>(null)
  return (
    <div className={styles.links}>
      <h3>{text('dialing.links')}</h3>
      <p>{text('dialing.aboutLinks')}</p>
      <Button onClick={() => setOutcome(claim() ? 'asked' : 'refused')}>
        {text('dialing.openLinks')}
      </Button>
      <output>{outcome && text(outcomeWords[outcome])}</output>
    </div>
  )
}

const outcomeWords = {
  asked: 'dialing.linksAsked',
  refused: 'dialing.linksRefused',
} satisfies Record<string, TextKey>
