import type { NumberPlan } from '../../phone/number-plan.ts'
import type { TabReport } from '../../phone/tabs/tab-report.ts'
import { formatNumber } from '../format.ts'
import type { StatusDescription } from '../status/describe-status.ts'

export type Elsewhere = Pick<StatusDescription, 'word' | 'tone'> & {
  headline: string
  detail: string
}

const headline = 'The phone is in another tab.'

/** The phone as a tab sees it that is not the phone; `report` is null until it is heard of. */
export function describeElsewhere(
  report: TabReport | null,
  numberPlan: NumberPlan | null,
): Elsewhere {
  if (report?.call) return describeCall(report.call, numberPlan)
  switch (report?.session) {
    case undefined:
    case 'offline':
      return {
        word: 'Offline',
        tone: 'off',
        headline,
        detail: report ? 'It is offline there: calls ring nowhere.' : 'It has not answered yet.',
      }
    case 'connecting':
      return { word: 'Connecting', tone: 'wait', headline, detail: 'It is going online there.' }
    case 'reconnecting':
      return {
        word: 'Reconnecting',
        tone: 'wait',
        headline,
        detail: 'It has lost its connection and is getting it back.',
      }
    case 'online':
      return report?.isReachable
        ? { word: 'Eligible', tone: 'go', headline, detail: 'Calls ring there.' }
        : {
            word: 'Connected',
            tone: 'wait',
            headline,
            detail: 'It is online there, but calls may not ring.',
          }
  }
}

function describeCall(
  call: NonNullable<TabReport['call']>,
  numberPlan: NumberPlan | null,
): Elsewhere {
  const number = formatNumber(call.number, numberPlan)
  if (call.status === 'connected') {
    return {
      word: 'On a call',
      tone: 'go',
      headline: number,
      detail: 'You are on a call, in the tab that is the phone.',
    }
  }
  return {
    word: 'Ringing',
    tone: 'go',
    headline: number,
    detail:
      call.direction === 'inbound'
        ? 'Is calling you: answer in the tab that is the phone.'
        : 'You are calling, in the tab that is the phone.',
  }
}
