import { useEffect, useLayoutEffect, useRef, useSyncExternalStore } from 'react'
import type { ReactNode } from 'react'
import { text } from '../../language/language.ts'
import { useAnnounce } from '../announcer/announcer.tsx'
import { Button } from '../kit/button.tsx'
import { usePhoneActions } from '../phone-context.ts'
import styles from './call-talk.module.css'

/** Whether anybody can hear what is said: comes while the agent talks into a muted microphone, with the way out. */
export function MutedHint(): ReactNode {
  const { talkingWhileMuted } = usePhoneActions()
  const isTalking = useSyncExternalStore(talkingWhileMuted.subscribe, talkingWhileMuted.isOn)
  return isTalking && <Hint />
}

function Hint(): ReactNode {
  const phone = usePhoneActions()
  const announce = useAnnounce()
  const hint = useRef<HTMLDivElement>(null)
  useEffect(() => announce(text('call.talkingWhileMuted')), [announce])
  useLayoutEffect(() => {
    const element = hint.current
    // Whoever has the focus here keeps it near when the hint goes: the switch does the same as the button.
    return () => {
      if (!element?.contains(document.activeElement)) return
      element.closest('section')?.querySelector<HTMLElement>('[role=switch]')?.focus()
    }
  }, [])
  return (
    <div ref={hint} className={styles.hint}>
      <span>{text('call.talkingWhileMuted')}</span>
      <Button size="small" onClick={() => phone.setMuted(false)}>
        {text('call.unmute')}
      </Button>
    </div>
  )
}
