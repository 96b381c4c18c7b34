import * as v from 'valibot'
import type { Impairment, TelephoneVoice } from './device-link.ts'

const seconds = v.pipe(v.number(), v.minValue(0))

/** What a telephone does when it is called. Times in seconds. */
export const Reaction = v.variant('type', [
  v.strictObject({
    type: v.literal('answers'),
    after: seconds,
    hangsUpAfter: v.exactOptional(seconds),
  }),
  v.strictObject({ type: v.literal('busy') }),
  v.strictObject({ type: v.literal('rejects'), after: seconds }),
  v.strictObject({ type: v.literal('never-answers') }),
  /** The call cannot even be created: the Calls API answers HTTP 500. */
  v.strictObject({ type: v.literal('breaks-the-api') }),
])
export type Reaction = v.InferOutput<typeof Reaction>

export type Telephone = {
  reaction: Reaction
  voice: TelephoneVoice
  impairment?: Impairment
}

const silence: TelephoneVoice = { type: 'silence' }
const steadyNotes = (...hertz: number[]): TelephoneVoice => ({
  type: 'melody',
  notes: hertz.map((each) => ({ hertz: each, seconds: 0.4 })),
})
const quickStartMelody = steadyNotes(523, 659, 784, 659)
/** What a caller says whose number has no voice of its own; shares no note with the quick start's. */
const callerMelody = steadyNotes(392, 494)

/**
 * The simulated phone network as it is unless it is told otherwise. A number decides how its telephone behaves, so nothing needs a back door.
 * +1 919 555 0107 is not here: its rule, a refusal, is the application's.
 */
const telephones: Readonly<Record<string, Telephone>> = {
  '+19191111111': { reaction: { type: 'answers', after: 1 }, voice: quickStartMelody },
  '+19195550101': { reaction: { type: 'answers', after: 1 }, voice: { type: 'echo', delay: 0.3 } },
  '+19195550102': { reaction: { type: 'busy' }, voice: silence },
  '+19195550103': { reaction: { type: 'never-answers' }, voice: silence },
  '+19195550104': { reaction: { type: 'rejects', after: 1 }, voice: silence },
  '+19195550105': { reaction: { type: 'answers', after: 1, hangsUpAfter: 3 }, voice: silence },
  '+19195550106': { reaction: { type: 'answers', after: 1 }, voice: { type: 'menu' } },
  '+19195550108': { reaction: { type: 'breaks-the-api' }, voice: silence },
  '+19195550109': {
    reaction: { type: 'answers', after: 1 },
    voice: quickStartMelody,
    impairment: { loss: 0.05, jitter: 0.06 },
  },
}

const anyOther: Telephone = { reaction: { type: 'answers', after: 2 }, voice: silence }

/** Who is at which number. Numbers in E.164. */
export interface TelephoneBook {
  /** The telephone that rings at the number. */
  called: (number: string) => Telephone
  /** What a caller with that number sounds like: as when it is called, where there is a telephone of its own. */
  calling: (number: string) => Pick<Telephone, 'voice' | 'impairment'>
  /** From the next call on the telephone reacts so; undefined: as usual. */
  order: (number: string, reaction: Reaction | undefined) => void
  orders: () => { number: string; reaction: Reaction }[]
  /** Takes all orders back. */
  clear: () => void
}

export function createTelephoneBook(): TelephoneBook {
  const orders = new Map<string, Reaction>()
  return {
    called: (number) => {
      const telephone = telephones[number] ?? anyOther
      const reaction = orders.get(number)
      return reaction ? { ...telephone, reaction } : telephone
    },
    calling: (number) => telephones[number] ?? { voice: callerMelody },
    order: (number, reaction) => {
      if (reaction) orders.set(number, reaction)
      else orders.delete(number)
    },
    orders: () => [...orders].map(([number, reaction]) => ({ number, reaction })),
    clear: () => orders.clear(),
  }
}

/** What somebody at a telephone does in a call. */
export const TelephoneAct = v.variant('type', [
  /** A telephone that rings is picked up. */
  v.strictObject({ type: v.literal('answer') }),
  /** A telephone that rings turns out to be busy. */
  v.strictObject({ type: v.literal('busy') }),
  /** A telephone that rings rejects the call. */
  v.strictObject({ type: v.literal('reject') }),
  /** Hangs up, gives up or rejects, whichever the call's state makes of it. */
  v.strictObject({ type: v.literal('hang-up') }),
  /** Presses keys, which the device hears as their tones. */
  v.strictObject({
    type: v.literal('press'),
    digits: v.pipe(v.string(), v.regex(/^[0-9*#A-D]{1,32}$/, 'must be keys: 0-9 * # A-D')),
  }),
])
export type TelephoneAct = v.InferOutput<typeof TelephoneAct>
