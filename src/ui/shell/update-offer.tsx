import { RefreshCw, X } from 'lucide-react'
import { useState, useSyncExternalStore } from 'react'
import type { ReactNode } from 'react'
import { text } from '../../language/language.ts'
import type { PageShell } from '../../phone/ports.ts'
import type { Session } from '../../phone/phone-state.ts'
import { isLive } from '../../phone/reduce-call.ts'
import { Button } from '../kit/button.tsx'
import { usePhone } from '../phone-context.ts'
import { explain } from '../words.ts'
import styles from './update-offer.module.css'

export type UpdateOfferProps = Pick<PageShell, 'hasUpdate' | 'update'>

/** A newer version, for whoever has a moment: never in a call, nor while one rings or is placed. */
export function UpdateOffer({ hasUpdate, update }: UpdateOfferProps): ReactNode {
  const isThere = useSyncExternalStore(hasUpdate.subscribe, hasUpdate.isOn)
  const isBusy = usePhone(({ call, session }) => isLive(call) || isOnItsWay(session.status))
  const [isPutOff, setPutOff] = useState(false)
  if (!isThere || isBusy || isPutOff) return null
  const { what, todo } = explain('shell.update')
  return (
    <output className={styles.offer}>
      <span>
        <b>{what}</b> {todo}
      </span>
      <Button size="small" tone="go" icon={<RefreshCw />} onClick={update}>
        {text('shell.reload')}
      </Button>
      <Button
        size="small"
        tone="bare"
        aria-label={text('shell.later')}
        icon={<X />}
        className={styles.dismiss}
        onClick={() => setPutOff(true)}
      />
    </output>
  )
}

function isOnItsWay(status: Session['status']): boolean {
  return status === 'connecting' || status === 'reconnecting'
}
