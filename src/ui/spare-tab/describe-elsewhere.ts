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

const calm = 'The phone is in another tab.'

/** The phone as a tab sees it that is not the phone; `report` is null until it is heard of. */
export function describeElsewhere(report: TabReport | null, known: Known): Elsewhere {
  if (report?.call) return describeCall(report.call, known)
  switch (report?.session) {
    case undefined:
    case 'offline':
      return {
        word: 'Offline',
        tone: 'off',
        headline: calm,
        detail: report ? 'It is offline there: calls ring nowhere.' : 'It has not answered yet.',
      }
    case 'connecting':
      return {
        word: 'Connecting',
        tone: 'wait',
        headline: calm,
        detail: 'It is going online there.',
      }
    case 'reconnecting':
      return {
        word: 'Reconnecting',
        tone: 'wait',
        headline: calm,
        detail: 'It has lost its connection and is getting it back.',
      }
    case 'online':
      return report?.isReachable
        ? { word: 'Eligible', tone: 'go', headline: calm, detail: 'Calls ring there.' }
        : {
            word: 'Connected',
            tone: 'wait',
            headline: calm,
            detail: 'It is online there, but calls may not ring.',
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
      word: 'On a call',
      tone: 'go',
      headline,
      detail: 'You are on a call, in the tab that is the phone.',
    }
  }
  return {
    word: 'Ringing',
    tone: 'go',
    headline,
    detail:
      call.direction === 'inbound'
        ? 'Is calling you: answer in the tab that is the phone.'
        : 'You are calling, in the tab that is the phone.',
  }
}
