import { useState } from 'react'
import { usePhone } from '../phone-context.ts'
import type { Tab } from './tabs.tsx'

/**
 * Which tab is in front. A new call brings `call` forward until the agent chooses otherwise during that call; when
 * it is gone, the tab from before is there again.
 */
export function useTab(first: Tab = 'call'): [Tab, (tab: Tab) => void] {
  const callId = usePhone((state) => state.call?.id)
  const [choice, setChoice] = useState<{ tab: Tab; during: string | undefined }>({
    tab: first,
    during: undefined,
  })
  const isOlderThanCall = callId !== undefined && choice.during !== callId
  const isGone = choice.tab === 'companion' && callId === undefined
  return [
    isOlderThanCall || isGone ? 'call' : choice.tab,
    (tab) => setChoice({ tab, during: callId }),
  ]
}
