import type { Impairment, TelephoneVoice } from './device-link.ts'

/** What a telephone does when it is called. Times in seconds. */
export type Reaction =
  | { type: 'answers'; after: number; hangsUpAfter?: number }
  | { type: 'busy' }
  | { type: 'rejects'; after: number }
  | { type: 'never-answers' }
  /** The call cannot even be created: the Calls API answers HTTP 500. */
  | { type: 'breaks-the-api' }

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
 * The simulated phone network. A number decides how its telephone behaves, so nothing needs a back door.
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

/** The telephone that rings at `number` (E.164). */
export function calledTelephone(number: string): Telephone {
  return telephones[number] ?? anyOther
}

/** What a caller with that number sounds like: as when it is called, where the table has it. */
export function callingTelephone(number: string): Pick<Telephone, 'voice' | 'impairment'> {
  return telephones[number] ?? { voice: callerMelody }
}
