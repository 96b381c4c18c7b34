import { useLayoutEffect, useRef } from 'react'
import type { RefObject, UIEvent } from 'react'

/**
 * Keeps the end of a list in sight as it grows, unless somebody has scrolled up to read. For the element that scrolls.
 * @param content changes when something has been added, and only then
 */
export function useStickToEnd<E extends HTMLElement = HTMLDivElement>(
  content: unknown,
): {
  ref: RefObject<E | null>
  onScroll: (event: UIEvent<HTMLElement>) => void
} {
  const ref = useRef<E>(null)
  const isAtEnd = useRef(true)
  useLayoutEffect(() => {
    const list = ref.current
    if (list && isAtEnd.current) list.scrollTop = list.scrollHeight
    // It is what was added that moves the end.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [content])
  const onScroll = ({ currentTarget: list }: UIEvent<HTMLElement>) => {
    isAtEnd.current = list.scrollHeight - list.scrollTop - list.clientHeight < 24
  }
  return { ref, onScroll }
}
