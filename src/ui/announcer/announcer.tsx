import { createContext, use, useCallback, useEffect, useRef } from 'react'
import type { ReactNode } from 'react'
import { text } from '../../language/language.ts'
import { usePhoneActions } from '../phone-context.ts'
import { describeForEar } from './describe-for-ear.ts'
import styles from './announcer.module.css'

const AnnounceContext = createContext<(sentence: string) => void>(() => {})

/** Says a sentence to a screen reader, when it is done with what it reads. For what the phone's state does not tell. */
export const useAnnounce = (): ((sentence: string) => void) => use(AnnounceContext)

/** Milliseconds for which a sentence can be read again; then it would be an old truth at the end of the page. */
const KEPT = 10_000

/** Milliseconds in which a phone that is online hears whether calls ring here: both need not be read. */
const FLEETING = 1_000

/**
 * The voice of the phone: one polite region for everything, and an assertive one in which only a call that rings
 * appears, once. Sentences are added without rendering, so that two in a row are both read.
 */
export function Announcer({ children }: { children: ReactNode }): ReactNode {
  const { store } = usePhoneActions()
  const polite = useRef<HTMLDivElement>(null)
  const urgent = useRef<HTMLDivElement>(null)
  const announce = useCallback((sentence: string) => say(polite.current, sentence), [])

  useEffect(() => {
    let fleeting: ReturnType<typeof setTimeout> | undefined
    const unsubscribe = store.subscribe((state, previous) => {
      const spoken = describeForEar(state, previous)
      if (!spoken || isReadAnyway(spoken.text)) return
      if (spoken.manner !== 'fleeting') {
        return say(spoken.manner === 'urgent' ? urgent.current : polite.current, spoken.text)
      }
      clearTimeout(fleeting)
      fleeting = setTimeout(() => say(polite.current, spoken.text), FLEETING)
    })
    return () => {
      clearTimeout(fleeting)
      unsubscribe()
    }
  }, [store])

  return (
    <AnnounceContext value={announce}>
      {children}
      <div ref={polite} aria-live="polite" className={styles.unseen} />
      <div ref={urgent} aria-live="assertive" className={styles.unseen} />
    </AnnounceContext>
  )
}

function say(region: HTMLElement | null, sentence: string): void {
  if (!region) return
  const line = document.createElement('p')
  line.textContent = sentence
  region.append(line)
  setTimeout(() => line.remove(), KEPT)
}

/** A switch that has the focus is read with its new state. */
function isReadAnyway(sentence: string): boolean {
  const isOfMute = [text('announce.muted'), text('announce.unmuted')].includes(sentence)
  return isOfMute && document.activeElement?.role === 'switch'
}
