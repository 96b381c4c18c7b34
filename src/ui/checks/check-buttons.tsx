import { Activity, AudioLines, Network } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import type { ReactNode } from 'react'
import { text } from '../../language/language.ts'
import { isLive } from '../../phone/reduce-call.ts'
import { useInsight } from '../insight/insight-context.ts'
import { Button } from '../kit/button.tsx'
import { Explain } from '../kit/explain.tsx'
import { usePhone } from '../phone-context.ts'
import { explain } from '../words.ts'
import styles from './check-buttons.module.css'

const AudioCheck = lazy(() =>
  import('./audio-check.tsx').then(
    ({ AudioCheck }) => ({ default: AudioCheck }),
    () => ({ default: Unavailable }),
  ),
)
const NetworkCheck = lazy(() =>
  import('./network-check.tsx').then(
    ({ NetworkCheck }) => ({ default: NetworkCheck }),
    () => ({ default: Unavailable }),
  ),
)

/** The checks before work: there while the phone has nothing else to do, and loaded when first opened. */
export function CheckButtons(): ReactNode {
  const isBusy = usePhone(({ call, session }) => isLive(call) || session.status === 'connecting')
  const [open, setOpen] = useState<'audio' | 'network'>()
  const insight = useInsight()
  const Check = open === 'audio' ? AudioCheck : NetworkCheck
  return (
    <div className={styles.checks}>
      <Button size="small" icon={<AudioLines />} disabled={isBusy} onClick={() => setOpen('audio')}>
        {text('checks.audio')}
      </Button>
      <Button size="small" icon={<Network />} disabled={isBusy} onClick={() => setOpen('network')}>
        {text('checks.network')}
      </Button>
      <Button
        size="small"
        icon={<Activity />}
        className={styles.insight}
        onClick={() => insight?.open({ view: 'log' })}
      >
        {text('insight.open')}
      </Button>
      {open && (
        <Suspense>
          <Check onClose={() => setOpen(undefined)} />
        </Suspense>
      )}
    </div>
  )
}

function Unavailable(): ReactNode {
  return (
    <div role="alert">
      <Explain {...explain('checks.unavailableReload')} code="check-unavailable" />
    </div>
  )
}
