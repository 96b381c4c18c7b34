import { text } from '../../language/language.ts'
import type { NumberPlan } from '../../phone/number-plan.ts'
import type { TabReport } from '../../phone/tabs/tab-report.ts'
import { formatNumber } from '../format.ts'
import type { StatusDescription } from '../status/describe-status.ts'

export type Elsewhere = Pick<StatusDescription, 'word' | 'tone'> & {
  headline: string
  detail: string
}

/** The phone as a tab sees it that is not the phone; `report` is null until it is heard of. */
export function describeElsewhere(
  report: TabReport | null,
  numberPlan: NumberPlan | null,
): Elsewhere {
  if (report?.call) return describeCall(report.call, numberPlan)
  const headline = text('elsewhere.headline')
  switch (report?.session) {
    case undefined:
    case 'offline':
      return {
        word: text('status.offline'),
        tone: 'off',
        headline,
        detail: text(report ? 'elsewhere.offline' : 'elsewhere.silent'),
      }
    case 'connecting':
      return {
        word: text('status.connecting'),
        tone: 'wait',
        headline,
        detail: text('elsewhere.connecting'),
      }
    case 'reconnecting':
      return {
        word: text('status.reconnecting'),
        tone: 'wait',
        headline,
        detail: text('elsewhere.reconnecting'),
      }
    case 'online':
      return report?.isReachable
        ? { word: text('status.eligible'), tone: 'go', headline, detail: text('elsewhere.rings') }
        : {
            word: text('status.connected'),
            tone: 'wait',
            headline,
            detail: text('elsewhere.mayNotRing'),
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
      word: text('status.onACall'),
      tone: 'go',
      headline: number,
      detail: text('elsewhere.onACall'),
    }
  }
  return {
    word: text('status.ringing'),
    tone: 'go',
    headline: number,
    detail: text(call.direction === 'inbound' ? 'elsewhere.callsYou' : 'elsewhere.youCall'),
  }
}
