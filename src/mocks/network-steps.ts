import type { NetworkSteps, Step } from '../phone/step.ts'
import type { Journal, JournalEntry } from '../simulator/journal.ts'

/**
 * What the simulated network has to add to the sequence of a call: the lanes that no phone can see. Frames are left out, as
 * the phone sees those itself.
 */
export function createNetworkSteps(journal: Journal): NetworkSteps {
  return {
    place: () => journal.begin().id,
    subscribe: (listener) =>
      journal.subscribe((entry) => {
        for (const step of stepsOf(entry)) listener(step)
      }),
  }
}

/** `POST /hooks/voice/answer answer → 200 (12 ms)` */
const exchange = /^(.*) → (.*)$/

/** What was asked and answered is two steps, each at its own time. */
function stepsOf({ id, at, from, to, kind, summary, detail, began }: JournalEntry): Step[] {
  if (kind === 'frame') return []
  const message = detail === undefined ? {} : { detail }
  const [, question, answer] = exchange.exec(summary) ?? []
  if (!began || question === undefined || answer === undefined) {
    const begins = isCaller({ from, summary }) && { begins: true as const }
    return [{ order: id, at, from, to, kind, summary, ...message, ...begins }]
  }
  return [
    { order: began.id, at: began.at, from, to, kind, summary: question, ...message },
    { order: id, at, from: to, to: from, kind, summary: answer, isAnswer: true, ...message },
  ]
}

function isCaller({ from, summary }: Pick<JournalEntry, 'from' | 'summary'>): boolean {
  return from === 'telephone' && / calls \+?\d+$/.test(summary)
}
