import { useEffect, useState } from 'react'
import { usePhoneActions } from '../phone-context.ts'
import { findShortcut, type ScreenActions } from './shortcuts.ts'

/**
 * Listens for shortcuts wherever the focus is, except where keys are somebody's writing: in a field and in a dialog.
 * Nothing is heard while the agent has switched them off.
 */
export function useShortcuts(screen: Omit<ScreenActions, 'openHelp'>) {
  const phone = usePhoneActions()
  const [isHelpOpen, setHelpOpen] = useState(false)

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const state = phone.store.getState()
      if (!state.preferences.shortcuts || event.defaultPrevented || isWriting(event.target)) return
      const shortcut = findShortcut(event, state)
      if (!shortcut) return
      // The key must not also be written into the field that it leads to.
      event.preventDefault()
      shortcut.run(phone, { ...screen, openHelp: () => setHelpOpen(true) })
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  })

  return { isHelpOpen, openHelp: () => setHelpOpen(true), closeHelp: () => setHelpOpen(false) }
}

const writing = 'input, textarea, select, [contenteditable], dialog, [popover]'

function isWriting(target: EventTarget | null): boolean {
  const isInside = target instanceof Element && target.closest(writing) !== null
  return isInside || document.querySelector('dialog[open]') !== null
}
