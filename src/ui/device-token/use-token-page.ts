import { useEffect, useState, useSyncExternalStore } from 'react'
import type { MouseEvent } from 'react'

/**
 * The page on which a developer brings a device token is asked for by `?token` in the address. A value of it is never
 * read: a token in an address ends up in logs and histories, so it is taken out of this one.
 */
export function useTokenPage() {
  const search = useSyncExternalStore(subscribe, () => location.search)
  const [typedAddress, typeAddress] = useState<string | null>(null)
  const isOpen = new URLSearchParams(search).has('token')

  useEffect(() => {
    if (new URLSearchParams(search).get('token')) history.replaceState(null, '', addressOf(true))
  }, [search])

  return {
    isOpen,
    /**
     * The gateway address as it was typed, null for the platform's own. Unlike the token it is still there after an
     * attempt: the next is most often made at the same gateway.
     */
    typedAddress,
    typeAddress,
    /** For a link that opens the page, or closes it where it is open. */
    link: {
      href: addressOf(!isOpen),
      onClick: (event: MouseEvent) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return
        event.preventDefault()
        history.pushState(null, '', addressOf(!isOpen))
        dispatchEvent(new PopStateEvent('popstate'))
      },
    },
  }
}

export type TokenPage = ReturnType<typeof useTokenPage>

function subscribe(listener: () => void): () => void {
  addEventListener('popstate', listener)
  return () => removeEventListener('popstate', listener)
}

/** The present address with the page or without it; what else is in it stays. */
function addressOf(isOpen: boolean): string {
  const rest = new URLSearchParams(location.search)
  rest.delete('token')
  const search = [isOpen ? 'token' : '', rest.toString()].filter(Boolean).join('&')
  return `${location.pathname}${search && `?${search}`}${location.hash}`
}
