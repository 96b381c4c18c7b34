import { X } from 'lucide-react'
import { useEffect, useId, useRef } from 'react'
import type { ReactNode } from 'react'
import { text } from '../../language/language.ts'
import { Button } from '../kit/button.tsx'
import { usePhone, usePhoneActions } from '../phone-context.ts'
import { Keys } from './shortcut-button.tsx'
import { shortcuts } from './shortcuts.ts'
import styles from './shortcuts.module.css'

/** Which keys there are, and the switch for all of them (WCAG 2.1.4). It makes way for a call that rings. */
export function ShortcutsDialog({ onClose }: { onClose: () => void }): ReactNode {
  const titleId = useId()
  const dialog = useMakesWay()

  return (
    <dialog ref={dialog} aria-labelledby={titleId} className={styles.dialog} onClose={onClose}>
      <div className={styles.top}>
        <h2 id={titleId}>{text('shortcuts.title')}</h2>
        <Button
          tone="bare"
          aria-label={text('shortcuts.close')}
          icon={<X />}
          onClick={() => dialog.current?.close()}
        />
      </div>
      <ShortcutChoices />
    </dialog>
  )
}

export function ShortcutChoices(): ReactNode {
  const phone = usePhoneActions()
  const isOn = usePhone((state) => state.preferences.shortcuts)
  return (
    <>
      <dl className={styles.list} data-off={isOn ? undefined : true}>
        {Object.values(shortcuts).map(({ keys, what }) => (
          <div key={keys}>
            <dt>
              <Keys keys={keys} />
            </dt>
            <dd>{text(what)}</dd>
          </div>
        ))}
      </dl>
      <label className={styles.switch}>
        <input
          type="checkbox"
          role="switch"
          checked={isOn}
          aria-checked={isOn}
          onChange={(event) => phone.changePreferences({ shortcuts: event.target.checked })}
        />
        {text('shortcuts.use')}
      </label>
      <p className={styles.note}>{text('shortcuts.about')}</p>
    </>
  )
}

/** Nobody may have to close a list before a call can be accepted. The browser gives the focus back on closing. */
function useMakesWay() {
  const { store } = usePhoneActions()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const element = dialog.current
    if (element && !element.open) element.showModal()
    return store.subscribe(({ call }) => {
      if (call?.status === 'offered') element?.close()
    })
  }, [store])
  return dialog
}
