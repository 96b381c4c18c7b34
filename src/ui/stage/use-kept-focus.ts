import { useEffect, useRef } from 'react'
import type { FocusEvent, RefObject } from 'react'
import type { Call } from '../../phone/phone-state.ts'

/**
 * A button that is pressed often takes its scene away with it. Whoever had the focus on the stage then keeps it there,
 * instead of being thrown to the top of the page; and when the call that brought them there is over, they are led back
 * to where they came from.
 */
export function useKeptFocus(stage: RefObject<HTMLElement | null>, call: Call | null) {
  const isInside = useRef(false)
  const origin = useRef<Element | null>(null)
  const isKeyDown = useKeyDown()
  const phase = call === null ? 'none' : call.status === 'ended' ? 'ended' : 'live'
  const phaseBefore = useRef(phase)

  useEffect(() => {
    const isOver = phase !== 'live' && phase !== phaseBefore.current
    phaseBefore.current = phase
    if (!isInside.current || document.activeElement !== document.body) return
    stage.current?.focus()
    if (!isOver) return
    const goBack = () => {
      if (document.activeElement === stage.current) focusIfShown(origin.current)
    }
    // An Enter that is held would press what gets the focus, and that may be a call.
    if (isKeyDown.current) addEventListener('keyup', goBack, { once: true })
    else goBack()
  })

  return {
    onFocus: (event: FocusEvent) => {
      if (!isInside.current) origin.current = event.relatedTarget
      isInside.current = true
    },
    onBlur: (event: FocusEvent) => {
      isInside.current = stage.current?.contains(event.relatedTarget) ?? false
    },
  }
}

function focusIfShown(element: Element | null): void {
  if (element instanceof HTMLElement && element.isConnected) element.focus()
}

function useKeyDown(): RefObject<boolean> {
  const isDown = useRef(false)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      isDown.current = event.type === 'keydown'
    }
    addEventListener('keydown', onKey, true)
    addEventListener('keyup', onKey, true)
    return () => {
      removeEventListener('keydown', onKey, true)
      removeEventListener('keyup', onKey, true)
    }
  }, [])
  return isDown
}
