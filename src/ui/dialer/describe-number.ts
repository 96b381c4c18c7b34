import { text, type TextKey } from '../../language/language.ts'
import type { DialedNumber, NumberPlan } from '../../phone/number-plan.ts'

export type NumberHint = { text: string; tone: 'plain' | 'wait' | 'end' }

type Impossible = Extract<DialedNumber, { status: 'impossible' }>['reason']

/** What the phone makes of the number while it is being typed. A number that is merely unfinished is no error. */
export function describeNumber(input: string, plan: NumberPlan): NumberHint {
  const number = plan.parse(input)
  if (number.status === 'impossible') {
    const { key, tone } = impossible[number.reason]
    return { text: text(key), tone }
  }
  if (number.status === 'doubtful') {
    return { text: text('dialer.doubtful', { number: number.e164 }), tone: 'wait' }
  }
  const country = plan.countryName(number.e164)
  const written = plan.format(number.e164)
  return { text: country ? `${written} · ${country}` : written, tone: 'plain' }
}

const impossible: Record<Impossible, { key: TextKey; tone: NumberHint['tone'] }> = {
  empty: { key: 'dialer.empty', tone: 'plain' },
  'too-short': { key: 'dialer.tooShort', tone: 'plain' },
  'too-long': { key: 'dialer.tooLong', tone: 'end' },
  'not-a-number': { key: 'dialer.notANumber', tone: 'end' },
  emergency: { key: 'dialer.emergency', tone: 'end' },
}
