import { useId, useRef } from 'react'
import type { MouseEvent, ReactNode } from 'react'
import { text } from '../../language/language.ts'
import { Button } from '../kit/button.tsx'
import { Explain } from '../kit/explain.tsx'
import { QuietLink } from '../kit/quiet-link.tsx'
import { Scene } from '../kit/scene.tsx'
import { OfflineAlert } from '../stage/offline-alert.tsx'
import type { Problem } from './describe-token.ts'
import styles from './device-token.module.css'
import type { DeviceTokenSceneProps } from './lazy-device-token-scene.tsx'
import { TokenFacts } from './token-facts.tsx'
import { useNow } from './use-now.ts'
import { useTokenForm } from './use-token-form.ts'

/** Where a developer brings a device token: what it says of itself, and the way online with it. */
export function DeviceTokenScene({ session, page }: DeviceTokenSceneProps): ReactNode {
  const now = useNow()
  const id = useId()
  const tokenField = useRef<HTMLTextAreaElement>(null)
  const addressField = useRef<HTMLInputElement>(null)
  const fields = { token: tokenField, address: addressField }
  const { token, address, connect } = useTokenForm(now, page, fields)
  const { reason } = session

  return (
    <Scene
      tone={reason ? 'end' : 'off'}
      label={text('stage.offline')}
      headline={text('token.headline')}
      detail={text('token.detail')}
      aside={<QuietLink {...page.link}>{text('token.useApplication')}</QuietLink>}
      middle="read"
    >
      <form
        aria-label={text('token.title')}
        className={styles.form}
        autoComplete="off"
        onSubmit={connect}
      >
        {reason && token.isEmpty && <OfflineAlert {...session} reason={reason} />}
        <div className={styles.field}>
          <label htmlFor={`${id}-token`}>{text('token.title')}</label>
          <textarea
            ref={tokenField}
            id={`${id}-token`}
            rows={token.isMasked ? 1 : 2}
            placeholder={text('token.placeholder')}
            value={token.shown}
            readOnly={token.isMasked}
            aria-invalid={token.problem !== undefined}
            aria-describedby={`${id}-token-said`}
            onChange={({ target }) => token.change(target.value)}
            onBlur={token.leave}
            {...keptFromOthers}
          />
          <div id={`${id}-token-said`} className={styles.said}>
            <div aria-live="polite">
              {token.isMasked && <TokenFacts token={token.read} now={now} />}
            </div>
            <Said problem={token.problem} />
          </div>
        </div>
        <div className={styles.field}>
          <label htmlFor={`${id}-address`}>{text('token.address')}</label>
          <input
            ref={addressField}
            id={`${id}-address`}
            type="text"
            inputMode="url"
            value={address.text}
            aria-invalid={address.problem !== undefined}
            aria-describedby={`${id}-address-said`}
            onChange={({ target }) => address.change(target.value)}
            onBlur={address.leave}
            {...keptFromOthers}
          />
          <div id={`${id}-address-said`} className={styles.said}>
            <Said problem={address.problem} />
          </div>
        </div>
        <div className={styles.actions}>
          <Button type="submit" tone="go" onMouseDown={keepFocus}>
            {text('token.connect')}
          </Button>
          {!token.isEmpty && (
            <Button onMouseDown={keepFocus} onClick={token.forget}>
              {text('token.forget')}
            </Button>
          )}
        </div>
      </form>
    </Scene>
  )
}

/** A field that is left may have something to say, which would push the button away from under the press. */
const keepFocus = (event: MouseEvent) => event.preventDefault()

/** Neither stored by the browser or a password manager, nor sent to anybody who corrects texts. */
const keptFromOthers = {
  autoComplete: 'off',
  autoCapitalize: 'none',
  autoCorrect: 'off',
  spellCheck: false,
  'data-1p-ignore': true,
  'data-lpignore': 'true',
} as const

function Said({ problem }: { problem: Problem | undefined }): ReactNode {
  return (
    problem && (
      <div role="alert" className={styles.problem}>
        <Explain {...problem} />
      </div>
    )
  )
}
