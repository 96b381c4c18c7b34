import { RefreshCw, X } from 'lucide-react'
import { use, useState } from 'react'
import type { ReactNode } from 'react'
import { isLive } from '../../phone/reduce-call.ts'
import { Button } from '../kit/button.tsx'
import { usePhone } from '../phone-context.ts'
import { ShellContext } from './shell-context.ts'
import { shellWords } from './shell-words.ts'
import styles from './update-offer.module.css'

/** A newer version, for whoever has a moment: never in a call, nor while one rings or is placed. */
export function UpdateOffer(): ReactNode {
  const { update } = use(ShellContext)
  const isBusy = usePhone(({ call, session }) => isLive(call) || session.status === 'connecting')
  const [isPutOff, setPutOff] = useState(false)
  if (isBusy || isPutOff) return null
  const { what, todo, act, dismiss } = shellWords.update
  return (
    <output className={styles.offer}>
      <span>
        <b>{what}</b> {todo}
      </span>
      <Button size="small" tone="go" icon={<RefreshCw />} onClick={update}>
        {act}
      </Button>
      <Button
        size="small"
        tone="bare"
        aria-label={dismiss}
        icon={<X />}
        className={styles.dismiss}
        onClick={() => setPutOff(true)}
      />
    </output>
  )
}
