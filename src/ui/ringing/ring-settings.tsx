import { BellRing } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import type { ReactNode } from 'react'
import { text } from '../../language/language.ts'
import { Button } from '../kit/button.tsx'

/** Seldom opened, so it is loaded then. Where it cannot be, it stays away, and the next press tries once more. */
const load = () =>
  lazy(() =>
    import('./ringing-dialog.tsx').then(
      ({ RingingDialog }) => ({ default: RingingDialog }),
      () => ({ default: () => null }),
    ),
  )

/** How it rings here, a press away. */
export function RingSettings(): ReactNode {
  const [Dialog, setDialog] = useState<ReturnType<typeof load> | null>(null)
  return (
    <>
      <Button
        size="small"
        icon={<BellRing />}
        aria-haspopup="dialog"
        onClick={() => setDialog(load)}
      >
        {text('ringing.settings')}
      </Button>
      {Dialog && (
        <Suspense>
          <Dialog onClose={() => setDialog(null)} />
        </Suspense>
      )}
    </>
  )
}
