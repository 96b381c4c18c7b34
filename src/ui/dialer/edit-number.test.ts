import { beforeAll, describe, expect, it } from 'vitest'
import { loadNumberPlan } from '../../phone/number-plan.ts'
import { eraseAfter, eraseBefore, replaceRange, rewrite } from './edit-number.ts'
import type { Edit } from './edit-number.ts'

/** The caret is written as a bar. */
const at = (marked: string): Edit => ({
  text: marked.replace('|', ''),
  caret: marked.indexOf('|'),
})
const show = ({ text, caret }: Edit) => `${text.slice(0, caret)}|${text.slice(caret)}`

describe('the caret', () => {
  let write: (text: string) => string
  beforeAll(async () => {
    write = (await loadNumberPlan()).formatAsTyped
  })

  it.each([
    ['9195|', '(919) 5|'],
    ['|9195', '|(919) 5'],
    ['91|95', '(91|9) 5'],
    ['919555|0101', '(919) 555|-0101'],
    ['(919) 555-01|018', '91955501|018'],
    ['call |me', 'call |me'],
    ['+44|2079460018', '+44| 20 7946 0018'],
  ])('stays between the same signs: %s is written %s', (typed, written) => {
    expect(show(rewrite(at(typed), write))).toBe(written)
  })
})

it.each([
  ['(919) |5', '(91) |5'],
  ['(919)|', '(91)|'],
  ['|919', '|919'],
  ['(|919', '(|919'],
])('erasing before the caret of %s takes a digit', (before, after) => {
  expect(show(eraseBefore(at(before))).replaceAll(/[^\d|]/g, '')).toBe(
    after.replaceAll(/[^\d|]/g, ''),
  )
})

it('erasing behind the caret takes the next digit', () => {
  expect(show(eraseAfter(at('(919|) 555')))).toBe('(919|) 55')
  expect(show(eraseAfter(at('919|')))).toBe('919|')
})

it('replaces what is selected and stands behind it', () => {
  expect(show(replaceRange('9195', { start: 1, end: 3 }, '00'))).toBe('900|5')
  expect(show(replaceRange('9195', { start: 0, end: 4 }, ''))).toBe('|')
})
