import { useLayoutEffect, useRef } from 'react'
import type { RefObject, UIEvent } from 'react'

/** Keeps the end of a list in sight, unless somebody has scrolled up to read. For the element that scrolls. */
export function useStickToEnd<E extends HTMLElement = HTMLDivElement>(): {
  ref: RefObject<E | null>
  onScroll: (event: UIEvent<HTMLElement>) => void
} {
  const ref = useRef<E>(null)
  const isAtEnd = useRef(true)
  // After every render: each one may have added an entry.
  useLayoutEffect(() => {
    const list = ref.current
    if (list && isAtEnd.current) list.scrollTop = list.scrollHeight
  })
  const onScroll = ({ currentTarget: list }: UIEvent<HTMLElement>) => {
    isAtEnd.current = list.scrollHeight - list.scrollTop - list.clientHeight < 24
  }
  return { ref, onScroll }
}
