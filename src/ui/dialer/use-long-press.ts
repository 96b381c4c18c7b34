import { useEffect, useRef } from 'react'
import type { MouseEvent } from 'react'

/** Milliseconds, as on a telephone. */
const LONG_PRESS = 500

/**
 * A press that is held does something else than one that is not. The click that ends a held press is swallowed;
 * a click by keyboard is always a short one, unless Shift is held: a key of the keyboard that is held repeats itself.
 */
export function useLongPress(onPress: () => void, onLongPress: (() => void) | undefined) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const wasLong = useRef(false)
  const stop = () => clearTimeout(timer.current)
  useEffect(() => () => clearTimeout(timer.current), [])

  return {
    onPointerDown: () => {
      wasLong.current = false
      stop()
      if (!onLongPress) return
      timer.current = setTimeout(() => {
        wasLong.current = true
        onLongPress()
      }, LONG_PRESS)
    },
    onPointerUp: stop,
    onPointerLeave: stop,
    onPointerCancel: stop,
    onClick: ({ shiftKey }: MouseEvent) => {
      stop()
      if (shiftKey && onLongPress && !wasLong.current) onLongPress()
      else if (!wasLong.current) onPress()
      wasLong.current = false
    },
  }
}
