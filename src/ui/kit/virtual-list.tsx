import { createContext, use } from 'react'
import type { ReactNode } from 'react'
import {
  type CustomContainerComponentProps,
  type CustomItemComponentProps,
  Virtualizer,
} from 'virtua'
import styles from './virtual-list.module.css'

type Names = { 'aria-label'?: string; 'aria-labelledby'?: string }

export type VirtualListProps<T extends { id: string }> = Names & {
  items: readonly T[]
  /** The height of most, in pixels; each is measured when it is there. */
  rowHeight: number
  children: (item: T) => ReactNode
}

/** Of however many rows, those that are seen and some around them. Screen readers hear how many there are. */
export function VirtualList<T extends { id: string }>(props: VirtualListProps<T>): ReactNode {
  const { items, rowHeight, children, ...names } = props
  return (
    <ListContext value={{ names, count: items.length }}>
      {/* What scrolls can be focused, so that it scrolls by keyboard; a fieldset would be for fields. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex, jsx-a11y/prefer-tag-over-role */}
      <div tabIndex={0} role="group" {...names} className={styles.list}>
        <Virtualizer as={List} item={Row} data={items} itemSize={rowHeight}>
          {(item: T) => <Item key={item.id}>{children(item)}</Item>}
        </Virtualizer>
      </div>
    </ListContext>
  )
}

const ListContext = createContext<{ names: Names; count: number }>({ names: {}, count: 0 })

function List(props: CustomContainerComponentProps): ReactNode {
  const { names } = use(ListContext)
  // A list without bullets is no list to some screen readers, unless it says so.
  // oxlint-disable-next-line jsx-a11y/no-redundant-roles
  return <ul role="list" {...names} {...props} />
}

function Row({ index, ...props }: CustomItemComponentProps): ReactNode {
  const { count } = use(ListContext)
  return <li aria-posinset={index + 1} aria-setsize={count} {...props} />
}

/** Carries the key of an item: what it draws stays with it when others come before it. */
function Item({ children }: { children: ReactNode }): ReactNode {
  return children
}
