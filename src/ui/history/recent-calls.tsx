import { useEffect } from 'react'
import type { ReactNode } from 'react'
import { text } from '../../language/language.ts'
import { latePart } from '../kit/lazy-part.tsx'
import { usePhone, usePhoneActions } from '../phone-context.ts'
import { countMissed } from './count-missed.ts'
import styles from './recent-calls.module.css'

const History = latePart(() => import('./history.tsx').then(({ History }) => History))

export type RecentCallsProps = {
  /** Whether a small screen shows this part and no other. */
  isInFront: boolean
  /** Where calls are exported and deleted. */
  onManage: () => void
}

export function RecentCalls({ isInFront, onManage }: RecentCallsProps): ReactNode {
  const unseenMissed = usePhone((state) => state.unseenMissed)
  const { seeMissedCalls } = usePhoneActions()

  useEffect(() => {
    if (isInFront && unseenMissed > 0) seeMissedCalls()
  }, [isInFront, unseenMissed, seeMissedCalls])

  return (
    // A desk shows it always: it is looked at by whoever comes to it, with the mouse or with Tab.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      id="recents"
      aria-labelledby="recents-title"
      className={styles.recents}
      onPointerMove={seeMissedCalls}
      onFocus={seeMissedCalls}
    >
      <div className={styles.head}>
        <h2 id="recents-title">{text('recents.title')}</h2>
        {unseenMissed > 0 && <p className={styles.missed}>{countMissed(unseenMissed)}</p>}
      </div>
      <History onManage={onManage} />
    </section>
  )
}
