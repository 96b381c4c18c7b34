import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import type { CSSProperties, ReactNode } from 'react'
import styles from './virtual-list.module.css'

export type VirtualListProps<T extends { id: string }> = {
  items: readonly T[]
  'aria-label'?: string
  'aria-labelledby'?: string
  /** The height of most, in pixels; each is measured when it is there. */
  rowHeight: number
  children: (item: T) => ReactNode
}

/** Of however many rows, those that are seen and some around them. Screen readers hear how many there are. */
export function VirtualList<T extends { id: string }>(props: VirtualListProps<T>): ReactNode {
  const { items, rowHeight, children, ...names } = props
  const list = useRef<HTMLUListElement>(null)
  // There is no compiler of React's here that would keep what this returns.
  // oxlint-disable-next-line react/incompatible-library
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => list.current,
    getItemKey: (index) => items[index]?.id ?? index,
    estimateSize: () => rowHeight,
    overscan: 8,
    // React draws together what belongs together: scrolling needs no more.
    useFlushSync: false,
  })
  const height: CSSProperties & Record<'--rows', string> = {
    '--rows': `${rows.getTotalSize()}px`,
  }
  return (
    // A list without bullets is no list to some screen readers, unless it says so; one that scrolls can be focused.
    // oxlint-disable-next-line jsx-a11y/no-redundant-roles, jsx-a11y/no-noninteractive-tabindex
    <ul ref={list} role="list" tabIndex={0} {...names} className={styles.list} style={height}>
      {rows.getVirtualItems().map(({ key, index, start }) => {
        const item = items[index]
        return (
          item && (
            <li
              key={key}
              ref={rows.measureElement}
              data-index={index}
              aria-setsize={items.length}
              aria-posinset={index + 1}
              style={{ transform: `translateY(${start}px)` }}
            >
              {children(item)}
            </li>
          )
        )
      })}
    </ul>
  )
}
