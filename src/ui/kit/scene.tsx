import type { ReactNode } from 'react'
import styles from './scene.module.css'

export type SceneProps = {
  /** Where we are, in a word or two. */
  label: ReactNode
  /** The colour of the dot before the label; the label says the same. */
  tone: 'off' | 'wait' | 'go' | 'end'
  /** The one sentence, or the number, that matters now; a number keeps its order in every language. */
  headline: string
  detail?: ReactNode
  /** At the right of the label: a timer. */
  aside?: ReactNode
  /** The open middle of the stage: `read` goes on under the headline, `seen` stands in the centre. */
  children?: ReactNode
  middle?: 'read' | 'seen'
  /** At the foot, at the thumb. */
  actions?: ReactNode
}

/** How everything on the stage is set: a label, one large sentence, the middle, and the buttons at the foot. */
export function Scene({
  label,
  tone,
  headline,
  detail,
  aside,
  children,
  middle = 'seen',
  actions,
}: SceneProps): ReactNode {
  return (
    <div className={styles.scene}>
      <div className={styles.top}>
        <p className={styles.label} data-tone={tone}>
          {label}
        </p>
        {aside}
      </div>
      <h2 className={styles.headline}>
        <bdi>{headline}</bdi>
      </h2>
      {detail && <p className={styles.detail}>{detail}</p>}
      <div className={styles.middle} data-middle={middle}>
        {children}
      </div>
      {actions && <div className={styles.actions}>{actions}</div>}
    </div>
  )
}
