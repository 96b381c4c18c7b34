import { useEffect, useSyncExternalStore } from 'react'
import { text } from '../../language/language.ts'
import { describeParty, partyLine } from '../party.ts'
import { usePhone } from '../phone-context.ts'
import { useNotifications } from './notifications-context.ts'

/** A call that rings while the agent looks at something else is shown there, until it rings no more or is seen here. */
export function useRingNotification(): void {
  const notifications = useNotifications()
  const isLookedAt = useSyncExternalStore(followLooks, isPageLookedAt)
  const isWanted = usePhone((state) => state.preferences.notifications)
  const callId = usePhone(({ call }) => (call?.status === 'offered' ? call.id : null))
  const caller = usePhone((state) =>
    state.call?.status === 'offered' ? partyLine(describeParty(state.call, state)) : '',
  )

  useEffect(() => {
    if (callId === null || isLookedAt || !isWanted) return
    return notifications.show({ title: caller, body: text('incoming.title') })
  }, [notifications, callId, caller, isLookedAt, isWanted])
}

/** A page behind another window is not hidden, but has no focus. */
function isPageLookedAt(): boolean {
  return !document.hidden && document.hasFocus()
}

function followLooks(listener: () => void): () => void {
  const changes = new AbortController()
  const { signal } = changes
  document.addEventListener('visibilitychange', listener, { signal })
  window.addEventListener('focus', listener, { signal })
  window.addEventListener('blur', listener, { signal })
  return () => changes.abort()
}
