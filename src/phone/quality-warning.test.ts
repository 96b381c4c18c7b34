import { expect, it } from 'vitest'
import { judge, undecided } from './quality-warning.ts'
import type { QualitySample } from './quality.ts'

const answeredAt = 1_000_000

/** A letter a second: `.` good, `j` jitter, `l` loss, `b` both, `r` round trip, `m` score, `0` nothing arrives. */
const lines: Record<string, Partial<QualitySample>> = {
  '.': {},
  j: { jitter: 50 },
  l: { loss: 0.05 },
  b: { loss: 0.05, jitter: 50, mos: 3 },
  r: { roundTrip: 500 },
  m: { mos: 3 },
  '0': { received: 0 },
}

/** @returns the warning after each second, `-` for none, and the words with `level` */
function follow(seconds: string, what: 'warning' | 'level' = 'warning'): string[] {
  let judgement = undecided
  const samples: QualitySample[] = []
  return Array.from(seconds).map((second, index) => {
    const at = answeredAt + 1000 * (index + 1)
    samples.push({
      at,
      received: 50,
      roundTrip: 40,
      jitter: 4,
      loss: 0,
      mos: 4.4,
      ...lines[second],
    })
    judgement = judge(judgement, samples, answeredAt)
    return judgement.quality?.[what] ?? '-'
  })
}

it('says a word after three samples: the middle of the last five', () => {
  expect(follow('.....', 'level')).toEqual(['-', '-', 'good', 'good', 'good'])
  expect(follow('j.j.j', 'level').at(-1)).toBe('poor')
  expect(follow('j.j..', 'level').at(-1)).toBe('good')
})

it.each([
  ['j', 'jitter'],
  ['l', 'loss'],
  ['r', 'round-trip'],
  ['m', 'mos'],
  ['0', 'no-sound'],
])('warns after three of five samples of %s', (letter, problem) => {
  const seconds = `.......${letter}.${letter}.${letter}`
  expect(follow(seconds)).toEqual([...Array<string>(11).fill('-'), problem])
  expect(follow(`.......${letter}${letter}......${letter}`).every((said) => said === '-')).toBe(
    true,
  )
})

it('is not armed in the first five seconds', () => {
  expect(follow('jjjjj').indexOf('jitter')).toBe(4)
})

it('warns of what explains most', () => {
  expect(follow('.....bbb').at(-1)).toBe('loss')
})

it('stays five seconds at least, and until five samples are free of it', () => {
  const said = follow('......jjj.........')
  expect(said.indexOf('jitter')).toBe(8)
  expect(said.lastIndexOf('jitter')).toBe(12)
})

it('goes as soon as the far end is heard again, but not within its five seconds', () => {
  const said = follow('......000000000..')
  expect(said.indexOf('no-sound')).toBe(8)
  expect(said.lastIndexOf('no-sound')).toBe(15)
})

it('does not come back within fifteen seconds', () => {
  const said = follow(`......jjj.....${'j'.repeat(20)}`)
  const raised = said.flatMap((warning, index) =>
    warning !== '-' && said[index - 1] === '-' ? [index] : [],
  )
  expect(raised).toEqual([8, 23])
})
