import { ChevronDown, Phone } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { text } from '../../language/language.ts'
import { Button } from '../kit/button.tsx'
import { usePhone } from '../phone-context.ts'
import { Keypad } from './keypad.tsx'
import { LazyDialingSettings, LazyWhichNumber } from './lazy-dialogs.tsx'
import { ignoreHeldEnter } from './ignore-held-enter.ts'
import { NumberField } from './number-field.tsx'
import { useDialer } from './use-dialer.ts'
import type { Dialer as DialerState } from './use-dialer.ts'
import styles from './dialer.module.css'

export type DialerProps = {
  /** What the page was opened to dial; it waits in the field. */
  request?: string | undefined
  /** Asks the browser to open `tel:` links here; absent where it cannot. @returns whether it could be asked */
  claimTelLinks?: (() => boolean) | undefined
}

/** A number, typed, pasted or pressed, and the call. In a call the keys go to the far end instead. */
export function Dialer({ request, claimTelLinks }: DialerProps): ReactNode {
  const isBusy = usePhone(({ call }) => call !== null && call.status !== 'ended')
  const input = useRef<HTMLInputElement>(null)
  const dialer = useDialer(input)
  const { field, plan, several } = dialer
  const call = useRef<HTMLButtonElement>(null)
  const [isSetting, setSetting] = useState(false)
  useRequest(request, dialer, () => call.current?.focus())

  return (
    <div className={styles.dialer}>
      <form
        id="dialer"
        aria-label={text('dialer.title')}
        onSubmit={(event) => void dialer.submit(event)}
      >
        {plan ? (
          <Button
            tone="bare"
            size="small"
            aria-haspopup="dialog"
            className={styles.country}
            onClick={() => setSetting(true)}
          >
            {plan.country.name} +{plan.country.callingCode}
            <ChevronDown />
          </Button>
        ) : (
          <div className={styles.country} />
        )}
        <NumberField input={input} dialer={dialer} />
        <Keypad
          onKey={dialer.pressKey}
          onPlus={dialer.isInCall ? undefined : () => field.insert('+')}
          onErase={dialer.isInCall ? undefined : field.erase}
        />
        {/* There is one call at a time: while there is, the loud buttons are its own. */}
        <Button
          ref={call}
          type="submit"
          tone={isBusy ? 'quiet' : 'go'}
          icon={<Phone />}
          className={styles.submit}
          onKeyDown={ignoreHeldEnter}
          // The second click of a double click never calls what the first has filled in.
          onClick={(event) => event.detail > 1 && event.preventDefault()}
        >
          {text('dialer.call')}
        </Button>
      </form>
      {plan && several && (
        <LazyWhichNumber
          plan={plan}
          numbers={several}
          onChoose={dialer.fillIn}
          onClose={dialer.forgetSeveral}
        />
      )}
      {plan && isSetting && (
        <LazyDialingSettings
          plan={plan}
          claimTelLinks={claimTelLinks}
          onClose={() => setSetting(false)}
        />
      )}
    </div>
  )
}

/** Fills in what the page was opened for, once the number plan is there to read it. */
function useRequest(request: string | undefined, dialer: DialerState, focusCall: () => void): void {
  const waiting = useRef(request)
  useEffect(() => {
    if (waiting.current === undefined || !dialer.plan) return
    dialer.take(waiting.current)
    waiting.current = undefined
    focusCall()
  })
}
