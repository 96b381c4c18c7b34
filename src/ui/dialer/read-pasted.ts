import type { FoundNumber, NumberPlan } from '../../phone/number-plan.ts'

/** What is to be done with a text that came from elsewhere. Nothing of it is dialled. */
export type Pasted =
  | { status: 'text'; text: string }
  | { status: 'number'; number: FoundNumber }
  | { status: 'several'; numbers: readonly FoundNumber[] }

/**
 * Signs of a number go in as they are, wherever the caret stands; of a link or of prose only the number does; and
 * of several the agent chooses one.
 */
export function readPasted(text: string, plan: NumberPlan): Pasted {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  const numbers = plan.find(text)
  const [number, ...others] = numbers
  if (others.length > 0) return { status: 'several', numbers }
  return number && !isWrittenNumber.test(line)
    ? { status: 'number', number }
    : { status: 'text', text: line }
}

const isWrittenNumber = /^[+＋\p{Nd}\p{Pd}\p{Cf}\s()（）.,/]+$/u

/** As the plan writes it, if that is read as the same number again. */
export function writeNumber(e164: string, plan: NumberPlan): string {
  const written = plan.format(e164)
  const read = plan.parse(written)
  return read.status !== 'impossible' && read.e164 === e164 ? written : e164
}
