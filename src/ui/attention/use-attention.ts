import { useEffect } from 'react'
import { text } from '../../language/language.ts'
import type { PhoneState } from '../../phone/phone-state.ts'
import { countMissed } from '../history/count-missed.ts'
import { describeParty } from '../party.ts'
import { usePhone } from '../phone-context.ts'

type Icon = 'icon' | 'icon-ringing' | 'icon-call'

/** Milliseconds between two changes of the icon while a call rings. */
const flashMs = 1000

/** What the browser's tab says of the phone while another one is in front: by its title and by its icon. */
export function useAttention(): void {
  const title = usePhone(titleOf)
  const icon = usePhone(iconOf)

  useEffect(() => {
    document.title = title
  }, [title])

  useEffect(() => {
    showIcon(icon)
    // The title stays: it is read out, and read at a glance. Only the picture flashes, slower than WCAG 2.3.1 minds.
    if (icon !== 'icon-ringing' || prefersStillness()) return
    let isLit = true
    const interval = setInterval(() => {
      isLit = !isLit
      showIcon(isLit ? icon : 'icon')
    }, flashMs)
    return () => clearInterval(interval)
  }, [icon])
}

function titleOf(state: PhoneState): string {
  const { call, unseenMissed } = state
  if (call?.status === 'offered') {
    return text('title.incoming', { number: describeParty(call, state).title })
  }
  if (call?.status === 'connected') return text('title.onACall')
  return unseenMissed === 0 ? 'Offhook' : `${countMissed(unseenMissed)} — Offhook`
}

function iconOf({ call }: PhoneState): Icon {
  if (call?.status === 'offered') return 'icon-ringing'
  return call?.status === 'connected' ? 'icon-call' : 'icon'
}

function showIcon(icon: Icon): void {
  document.querySelector('link[rel="icon"]')?.setAttribute('href', `/${icon}.svg`)
}

function prefersStillness(): boolean {
  return window.matchMedia?.('(prefers-reduced-motion: reduce)').matches ?? false
}
