import { describe, expect, it } from 'vitest'
import { text } from '../language/language.ts'
import { endWords, explain, explainOffline, offlineWords } from './words.ts'

const failures = Object.entries(endWords).filter(([, { failed }]) => failed)
const alerts = [
  ...Object.entries(offlineWords),
  ...failures.map(([code, { key }]) => [code, key] as const),
]

describe('the words of an alert', () => {
  it.each(alerts)('%s says what happened and what to do', (_code, key) => {
    const { what, todo } = explain(key)
    expect(what).toMatch(/^[A-Z].+\.$/)
    expect(todo).toMatch(/^[A-Z].+\.$/)
    expect(`${what} ${todo}`.length).toBeLessThan(140)
  })

  it('differ from code to code', () => {
    const offline = Object.values(offlineWords).map((key) => explain(key).what)
    expect(new Set(offline).size).toBe(offline.length)
  })
})

describe('a wait that the application asks for', () => {
  it.each([
    ['rate-limited', 40, 'Wait 40 seconds, then go online again.'],
    ['application-stopping', 1, 'Wait 1 second, then go online again.'],
    [
      'too-many-endpoints',
      900,
      'Take another phone offline, or wait 15 minutes, then go online again.',
    ],
    [
      'application-refused',
      30,
      'Wait 30 seconds, then go online again; if it stays so, tell whoever runs the application.',
    ],
  ] as const)('%s is told in the sentence: %i s', (reason, retryAfter, todo) => {
    expect(explainOffline({ reason, retryAfter })).toEqual({
      what: explain(offlineWords[reason]).what,
      todo,
    })
  })

  it('changes nothing where waiting does not help', () => {
    const words = explainOffline({ reason: 'not-signed-in', retryAfter: 5 })
    expect(words).toEqual(explain(offlineWords['not-signed-in']))
  })
})

describe('the words of an end', () => {
  it.each([
    ['busy', 'Busy'],
    ['no-answer', 'No answer'],
    ['rejected', 'Declined'],
    ['declined', 'Declined'],
    ['failed', 'Call failed'],
    ['refused', 'Not allowed'],
    ['missed', 'Missed'],
  ] as const)('%s reads %s', (cause, label) => {
    expect(text(endWords[cause].label)).toBe(label)
  })
})
