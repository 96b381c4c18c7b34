import { Phone } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './ring.module.css'

/** The one thing that moves: a phone that rings, here or there. Still where motion is unwelcome. */
export function Ring({ tone }: { tone: 'go' | 'wait' }): ReactNode {
  return (
    <div className={styles.ring} data-tone={tone} aria-hidden="true">
      <Phone />
    </div>
  )
}
