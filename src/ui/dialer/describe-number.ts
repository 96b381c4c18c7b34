import type { DialedNumber, NumberPlan } from '../../phone/number-plan.ts'

export type NumberHint = { text: string; tone: 'plain' | 'wait' | 'end' }

type Impossible = Extract<DialedNumber, { status: 'impossible' }>['reason']

/** What the phone makes of the number while it is being typed. A number that is merely unfinished is no error. */
export function describeNumber(input: string, plan: NumberPlan): NumberHint {
  const number = plan.parse(input)
  if (number.status === 'impossible') return impossible[number.reason]
  if (number.status === 'doubtful') {
    return {
      text: `${number.e164} is not a number we know; it will be dialled as is.`,
      tone: 'wait',
    }
  }
  const country = plan.countryName(number.e164)
  const text = plan.format(number.e164)
  return { text: country ? `${text} · ${country}` : text, tone: 'plain' }
}

const impossible: Record<Impossible, NumberHint> = {
  empty: { text: 'Type or paste a number, or use the keys.', tone: 'plain' },
  'too-short': { text: 'Too short to be called.', tone: 'plain' },
  'too-long': { text: 'Too long for a telephone number.', tone: 'end' },
  'not-a-number': { text: 'Not a telephone number.', tone: 'end' },
  emergency: { text: 'Emergency numbers cannot be called from here.', tone: 'end' },
}
