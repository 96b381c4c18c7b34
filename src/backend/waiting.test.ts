import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { match, type Waiting } from './waiting.ts'

const agent = fc.constantFrom('e-1', 'e-2', 'e-3', 'e-4')
const agents = fc.uniqueArray(agent)
const waiting = fc
  .array(fc.uniqueArray(agent), { maxLength: 6 })
  .map((all) => all.map((excluded, index): Waiting => ({ id: `c-${index}`, excluded })))

describe('who gets whom', () => {
  it('is first come, first served', () => {
    const callers = ['c-1', 'c-2', 'c-3'].map((id) => ({ id, excluded: [] }))
    expect([...match(callers, ['e-2', 'e-1'])]).toEqual([
      ['c-1', 'e-2'],
      ['c-2', 'e-1'],
    ])
  })

  it('leaves an agent who may not have the first caller to the second', () => {
    const callers = [
      { id: 'c-1', excluded: ['e-1'] },
      { id: 'c-2', excluded: [] },
    ]
    expect([...match(callers, ['e-1'])]).toEqual([['c-2', 'e-1']])
  })

  it('gives nobody two callers, and no caller an excluded agent', () => {
    fc.assert(
      fc.property(waiting, agents, (callers, free) => {
        const matched = match(callers, free)
        expect(new Set(matched.values()).size).toBe(matched.size)
        for (const { id, excluded } of callers) expect(excluded).not.toContain(matched.get(id))
      }),
    )
  })

  it('is the same for the earlier callers whoever comes after them', () => {
    fc.assert(
      fc.property(waiting, waiting, agents, (earlier, later, free) => {
        const both = [...earlier, ...later.map((each) => ({ ...each, id: `later-${each.id}` }))]
        for (const [id, endpointId] of match(earlier, free)) {
          expect(match(both, free).get(id)).toBe(endpointId)
        }
      }),
    )
  })
})
