import { useId, useMemo, useState } from 'react'
import type { ReactNode } from 'react'
import { Button } from '../ui/kit/button.tsx'
import { LevelMeter } from '../ui/kit/level-meter.tsx'
import type { Demo } from './demo.ts'
import styles from './demo-panel.module.css'
import { FaultConsole } from './fault-console.tsx'
import { JournalView } from './journal-view.tsx'

/** The other end of the line: somebody who calls this phone, hangs up, and a look at all that Bandwidth and the application say. */
export function DemoPanel({ demo }: { demo: Demo }): ReactNode {
  const callerId = useId()
  const [caller, setCaller] = useState('+1 303 555 0142')
  const [said, setSaid] = useState('')
  const farEndLevel = useMemo(() => pollLevel(demo), [demo])

  const callThisPhone = () => {
    const from = caller.replaceAll(/[^\d+]/g, '')
    if (!/^\+[1-9]\d{6,14}$/.test(from)) {
      setSaid('Write the caller’s number with its +, as +1 303 555 0142.')
      return
    }
    setSaid('')
    demo.telephones.placeCall({ from })
  }
  const hangUp = () => setSaid(demo.telephones.hangUp() ? '' : 'There is no call to hang up.')

  return (
    <section lang="en" dir="ltr" aria-labelledby="network-title" className={styles.panel}>
      <div className={styles.controls}>
        <h2 id="network-title">Simulated phone network</h2>
        <form
          className={styles.call}
          onSubmit={(event) => {
            event.preventDefault()
            callThisPhone()
          }}
        >
          <label htmlFor={callerId}>Caller number</label>
          <input
            id={callerId}
            type="tel"
            autoComplete="off"
            value={caller}
            onChange={(event) => setCaller(event.target.value)}
          />
          <Button type="submit" size="small">
            Call this phone
          </Button>
          <Button size="small" onClick={hangUp}>
            Hang up the far end
          </Button>
        </form>
        <div className={styles.meter}>
          <span aria-hidden>Far end hears</span>
          <LevelMeter label="Far end hears" source={farEndLevel} />
        </div>
        <output className={styles.said}>{said}</output>
        <FaultConsole demo={demo} />
      </div>
      <JournalView journal={demo.journal} />
    </section>
  )
}

/** The simulator measures when asked; a meter wants to be told. */
function pollLevel(demo: Demo) {
  return {
    subscribe: (listener: (level: number) => void) => {
      const timer = setInterval(() => listener(demo.farEndHears()?.level ?? 0), 100)
      return () => clearInterval(timer)
    },
  }
}
