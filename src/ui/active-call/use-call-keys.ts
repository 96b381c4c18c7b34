import { useEffect } from 'react'
import { usePhoneActions } from '../phone-context.ts'

/** Where keys and pastes are somebody's writing; the keypad hears the keyboard by itself. A slider takes no digits. */
const writing =
  'input:not([type=range]), textarea, select, [contenteditable], dialog, [popover], #dialer fieldset'

/** While the call is connected, digits that are typed or pasted outside a field go to it. */
export function useCallKeys(isConnected: boolean): void {
  const phone = usePhoneActions()

  useEffect(() => {
    if (!isConnected) return
    const onKeyDown = (event: KeyboardEvent) => {
      // Single keys are the agent's to switch off (WCAG 2.1.4); the keypad remains.
      if (!phone.store.getState().preferences.shortcuts) return
      if (event.defaultPrevented || event.repeat || isChord(event)) return
      if (!/^[0-9*#]$/.test(event.key) || isWriting(event.target)) return
      event.preventDefault()
      phone.pressKey(event.key)
    }
    const onPaste = (event: ClipboardEvent) => {
      const isKeypad = event.target instanceof Element && event.target.closest('#dialer fieldset')
      if (event.defaultPrevented || (!isKeypad && isWriting(event.target))) return
      event.preventDefault()
      phone.pasteKeys(event.clipboardData?.getData('text') ?? '')
    }
    document.addEventListener('keydown', onKeyDown)
    document.addEventListener('paste', onPaste)
    return () => {
      document.removeEventListener('keydown', onKeyDown)
      document.removeEventListener('paste', onPaste)
    }
  }, [phone, isConnected])
}

/**
 * Who has called from the number field is in it when the far end answers, and would type the digits for its menu
 * there. So the focus goes to the call, and back when it is over, unless it has gone elsewhere.
 */
export function useFocusOfCall(isConnectedOutbound: boolean): void {
  useEffect(() => {
    const field = document.activeElement
    if (!isConnectedOutbound || !isEmptyNumberField(field)) return
    const stage = document.getElementById('stage')
    stage?.focus({ preventScroll: true })
    return () => {
      const { activeElement } = document
      if (activeElement === stage || activeElement === document.body) field.focus()
    }
  }, [isConnectedOutbound])
}

function isEmptyNumberField(element: Element | null): element is HTMLInputElement {
  return element instanceof HTMLInputElement && element.type === 'tel' && element.value === ''
}

/** Some keyboards need Alt, or AltGr, which Windows reports as Ctrl and Alt, to write # and *. */
function isChord({ key, metaKey, ctrlKey, altKey, isComposing }: KeyboardEvent): boolean {
  return isComposing || metaKey || (ctrlKey && !altKey) || (altKey && /[0-9]/.test(key))
}

function isWriting(target: EventTarget | null): boolean {
  const isInside = target instanceof Element && target.closest(writing) !== null
  return isInside || document.querySelector('dialog[open]') !== null
}
