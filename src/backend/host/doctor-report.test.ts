import { expect, it } from 'vitest'
import { type Finding, ok, problem, report, skipped, warning } from './doctor-report.ts'

async function reported(findings: Record<string, () => Promise<Finding>>, secrets: string[] = []) {
  const lines: string[] = []
  const checks = Object.entries(findings).map(([name, run]) => ({ name, run }))
  const isWell = await report(checks, { secrets, write: (line) => lines.push(line) })
  return { isWell, text: lines.join('\n') }
}

it('tells what is so and what to do, in the order of the checks, and sums up', async () => {
  let release = () => {}
  const slow = new Promise<void>((resolve) => {
    release = resolve
  })
  const { isWell, text } = await reported({
    first: async () => {
      await slow
      return ok('Fine.')
    },
    second: async () => {
      release()
      return warning('Odd.', 'Look at it.')
    },
    third: async () => problem('Broken.', 'Mend it.'),
    fourth: async () => skipped('Unknown.'),
  })
  expect(isWell).toBe(false)
  expect(text).toBe(
    [
      'ok       first: Fine.',
      'WARNING  second: Odd.',
      '         → Look at it.',
      'PROBLEM  third: Broken.',
      '         → Mend it.',
      'skipped  fourth: Unknown.',
      '',
      '1 problem, 1 warning, 1 ok, 1 skipped',
    ].join('\n'),
  )
})

it('is well with warnings alone', async () => {
  const { isWell } = await reported({ one: async () => warning('Odd.', 'Look at it.') })
  expect(isWell).toBe(true)
})

it('takes a check that breaks for a problem, and goes on', async () => {
  const { isWell, text } = await reported({
    one: () => Promise.reject(new Error('no luck')),
    two: async () => ok('Fine.'),
  })
  expect(isWell).toBe(false)
  expect(text).toContain('no luck')
  expect(text).toContain('two: Fine.')
})

it('never writes a secret, as it is or as it stands in a URL', async () => {
  const { text } = await reported(
    {
      one: () =>
        Promise.reject(new Error('POST /hooks/brtc/s%3Ac+ret failed for s:c+ret and s%3Ac%2Bret')),
      two: async () => ok('Fine.'),
    },
    ['s:c+ret', ''],
  )
  expect(text).not.toMatch(/s:c\+ret|s%3Ac%2Bret/)
  expect(text).toContain('two: Fine.')
})
