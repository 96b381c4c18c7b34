import { X } from 'lucide-react'
import { useEffect, useId, useLayoutEffect, useRef } from 'react'
import type { ReactNode } from 'react'
import { text } from '../../language/language.ts'
import { usePhoneActions } from '../phone-context.ts'
import { Button } from './button.tsx'
import styles from './modal.module.css'

export type ModalProps = {
  title: string
  /** `wide` fills the screen, and what is in it scrolls by itself. */
  size?: 'medium' | 'large' | 'wide'
  onClose: () => void
  children: ReactNode
}

/** A dialog over everything, which makes way for a call that rings. */
export function Modal({ title, size = 'medium', onClose, children }: ModalProps): ReactNode {
  const { store } = usePhoneActions()
  const dialog = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  const opener = useRef<Element | null>(null)
  // Before the effects of what is in it, which may have a focus of its own to give.
  useLayoutEffect(() => {
    const element = dialog.current
    if (element && !element.open) {
      opener.current = document.activeElement
      element.showModal()
    }
    const unsubscribe = store.subscribe(({ call }) => {
      if (call?.status === 'offered') element?.close()
    })
    return unsubscribe
  }, [store])
  // The browser gives the focus back on closing, but not where the dialog is just taken away: then it can be had when the
  // dialog is gone.
  useEffect(
    () => () => {
      if (opener.current instanceof HTMLElement) opener.current.focus()
    },
    [],
  )

  return (
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      data-size={size}
      className={styles.modal}
      onClose={onClose}
    >
      <h2 id={titleId}>{title}</h2>
      {children}
      {/* Last in the order of the keys, so that what the dialog is for has the focus first. */}
      <Button
        tone="bare"
        aria-label={text('modal.close')}
        icon={<X />}
        className={styles.close}
        onClick={() => dialog.current?.close()}
      />
    </dialog>
  )
}
