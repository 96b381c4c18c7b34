import type { ComponentProps, KeyboardEvent, ReactNode } from 'react'

/** What is on the button of a tab beside what makes it one. */
export type TabButton = ComponentProps<'button'> & { [data: `data-${string}`]: true | undefined }

export type TabListProps<Tab extends string> = {
  label: string
  tabs: readonly Tab[]
  chosen: Tab
  onChoose: (tab: Tab) => void
  className?: string | undefined
  buttonOf: (tab: Tab) => TabButton
}

/** Tabs of which one is chosen, and one can be reached by Tab. Arrow keys go from tab to tab, round and round. */
export function TabList<Tab extends string>(props: TabListProps<Tab>): ReactNode {
  const { label, tabs, chosen, onChoose, className, buttonOf } = props
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    const next = tabs[(tabs.indexOf(chosen) + step + tabs.length) % tabs.length]
    if (step === 0 || !next) return
    onChoose(next)
    event.currentTarget.querySelector<HTMLElement>(`[data-tab=${next}]`)?.focus()
  }
  return (
    <div
      role="tablist"
      aria-label={label}
      tabIndex={-1}
      className={className}
      onKeyDown={onKeyDown}
    >
      {tabs.map((tab) => (
        <button
          key={tab}
          type="button"
          role="tab"
          data-tab={tab}
          aria-selected={tab === chosen}
          tabIndex={tab === chosen ? 0 : -1}
          onClick={() => onChoose(tab)}
          {...buttonOf(tab)}
        />
      ))}
    </div>
  )
}
