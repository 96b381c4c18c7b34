import { text } from '../../language/language.ts'
import type { PhoneState } from '../../phone/phone-state.ts'
import type { TabReport } from '../../phone/tabs/tab-report.ts'
import { formatNumber } from '../format.ts'
import type { StatusDescription } from '../status/describe-status.ts'

export type Elsewhere = Pick<StatusDescription, 'word' | 'tone'> & {
  headline: string
  detail: string
}

/** What a tab that is not the phone knows by itself. */
type Known = Pick<PhoneState, 'contacts' | 'numberPlan'>

/** The phone as a tab sees it that is not the phone; `report` is null until it is heard of. */
export function describeElsewhere(report: TabReport | null, known: Known): Elsewhere {
  if (report?.call) return describeCall(report.call, known)
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
  { contacts, numberPlan }: Known,
): Elsewhere {
  const headline = contacts.nameOf(call.number) ?? formatNumber(call.number, numberPlan)
  if (call.status === 'connected') {
    return {
      word: text('status.onACall'),
      tone: 'go',
      headline,
      detail: text('elsewhere.onACall'),
    }
  }
  return {
    word: text('status.ringing'),
    tone: 'go',
    headline,
    detail: text(call.direction === 'inbound' ? 'elsewhere.callsYou' : 'elsewhere.youCall'),
  }
}
