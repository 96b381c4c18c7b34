import { RotateCw } from 'lucide-react'
import type { ReactNode } from 'react'
import { text } from '../../language/language.ts'
import { Button } from '../kit/button.tsx'
import { Explain } from '../kit/explain.tsx'
import { explain } from '../words.ts'
import styles from './checks.module.css'

export type CheckActionsProps = {
  isRunning: boolean
  cancel: () => void
  again: () => void
  children?: ReactNode
}

/** One button in one place, so that the focus stays on it: it ends what runs, and begins anew what is over. */
export function CheckActions({ isRunning, cancel, again, children }: CheckActionsProps): ReactNode {
  return (
    <div className={styles.actions}>
      <Button icon={isRunning ? undefined : <RotateCw />} onClick={isRunning ? cancel : again}>
        {text(isRunning ? 'checks.cancel' : 'checks.again')}
      </Button>
      {children}
    </div>
  )
}

export function CheckUnavailable(): ReactNode {
  return (
    <div role="alert">
      <Explain {...explain('checks.unavailable')} code="check-unavailable" />
    </div>
  )
}
