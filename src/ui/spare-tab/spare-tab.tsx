import { useEffect } from 'react'
import type { ReactNode } from 'react'
import { text } from '../../language/language.ts'
import type { Phone } from '../../phone/phone.ts'
import type { TabReport } from '../../phone/tabs/tab-report.ts'
import type { TabState } from '../../phone/tabs/tab-state.ts'
import { Button } from '../kit/button.tsx'
import { Explain } from '../kit/explain.tsx'
import { Scene } from '../kit/scene.tsx'
import { Timer } from '../kit/timer.tsx'
import { PhoneContext, usePhone } from '../phone-context.ts'
import { useTheme } from '../settings/use-theme.ts'
import stage from '../stage/stage.module.css'
import header from '../status/header.module.css'
import { Mark } from '../status/mark.tsx'
import { explain } from '../words.ts'
import { describeElsewhere } from './describe-elsewhere.ts'
import styles from './spare-tab.module.css'

export type SpareTabProps = {
  /** Of this tab: offline, and here for what it knows about numbers. */
  phone: Phone
  state: Extract<TabState, { status: 'spare' | 'taking-over' }>
  onTakeOver: () => void
}

/** A tab beside the one that is the phone: how the phone is, without a sound, and the way to have it here. */
export function SpareTab({ phone, ...screen }: SpareTabProps): ReactNode {
  return (
    <PhoneContext value={phone}>
      <Screen {...screen} />
    </PhoneContext>
  )
}

function Screen({ state, onTakeOver }: Omit<SpareTabProps, 'phone'>): ReactNode {
  useTheme()
  const { report } = state
  const contacts = usePhone((state) => state.contacts)
  const numberPlan = usePhone((state) => state.numberPlan)
  const elsewhere = describeElsewhere(report, { contacts, numberPlan })
  const { word, tone, headline, detail } = elsewhere
  useTitle(
    report?.call?.status === 'offered'
      ? text('title.incoming', { number: headline })
      : text('title.elsewhere'),
  )

  return (
    <div className={styles.spare}>
      <header className={header.header}>
        <Mark />
        <output aria-label={text('status.title')} className={header.status} data-tone={tone}>
          {word}
        </output>
        <div className={header.middle}>
          <p className={header.why}>{text('elsewhere.why')}</p>
        </div>
      </header>
      <main data-ground="stage" className={stage.stage}>
        <Scene
          tone={tone}
          label={text('elsewhere.label')}
          headline={headline}
          detail={detail}
          middle="read"
          aside={report?.call && <CallTimer call={report.call} />}
          actions={
            <Button
              tone={report?.call ? 'quiet' : 'go'}
              size="large"
              busy={state.status === 'taking-over'}
              onClick={onTakeOver}
            >
              {text(state.status === 'taking-over' ? 'elsewhere.asking' : 'elsewhere.take')}
            </Button>
          }
        >
          {state.status === 'spare' && state.isRefused && (
            <div role="alert" className={stage.alert}>
              <Explain {...explain('elsewhere.refused')} code="call-in-other-tab" />
            </div>
          )}
        </Scene>
      </main>
    </div>
  )
}

function CallTimer({ call }: { call: NonNullable<TabReport['call']> }): ReactNode {
  const label = text(call.status === 'connected' ? 'call.duration' : 'incoming.ringingFor')
  return <Timer since={call.since} label={label} />
}

function useTitle(title: string): void {
  useEffect(() => {
    document.title = title
  }, [title])
}
