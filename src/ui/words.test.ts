import { describe, expect, it } from 'vitest'
import { endWords, noticeWords, offlineWords } from './words.ts'

const alerts = [
  ...Object.entries(offlineWords),
  ...Object.entries(noticeWords),
  ...Object.entries(endWords).filter(([, { failed }]) => failed),
]

describe('the words of an alert', () => {
  it.each(alerts)('%s says what happened and what to do', (_code, { what, todo }) => {
    expect(what).toMatch(/^[A-Z].+\.$/)
    expect(todo).toMatch(/^[A-Z].+\.$/)
    expect(`${what} ${todo}`.length).toBeLessThan(140)
  })

  it('differ from code to code', () => {
    const offline = Object.values(offlineWords).map(({ what }) => what)
    expect(new Set(offline).size).toBe(offline.length)
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
    expect(endWords[cause].label).toBe(label)
  })
})
