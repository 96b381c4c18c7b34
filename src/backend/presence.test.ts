import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LifecycleEvent } from './endpoint-events.ts'
import { presenceAfter, unseen } from './presence.ts'

type Short = [
  name: 'Connected' | 'Eligible' | 'Ineligible' | 'Disconnected',
  at: number,
  device?: string,
]

const after = (...events: Short[]) =>
  events
    .map(([name, timestamp, deviceId = 'd-1']): LifecycleEvent => ({
      event: `endpoint${name}`,
      accountId: '9900000',
      endpointId: 'e-1',
      deviceId,
      timestamp,
    }))
    .reduce(presenceAfter, unseen)
const statusAfter = (...events: Short[]) => after(...events).status

describe('presence', () => {
  it('follows the usual sequence', () => {
    expect(statusAfter()).toBe('absent')
    expect(statusAfter(['Connected', 1])).toBe('connected')
    expect(statusAfter(['Connected', 1], ['Eligible', 2])).toBe('eligible')
    expect(statusAfter(['Eligible', 2], ['Ineligible', 3])).toBe('connected')
    expect(statusAfter(['Ineligible', 3], ['Eligible', 4])).toBe('eligible')
    expect(statusAfter(['Eligible', 4], ['Disconnected', 5])).toBe('absent')
  })

  it('is never changed by an older report of eligibility', () => {
    expect(statusAfter(['Ineligible', 3], ['Eligible', 2])).toBe('connected')
    expect(statusAfter(['Eligible', 3], ['Ineligible', 2])).toBe('eligible')
    expect(statusAfter(['Eligible', 3], ['Connected', 4])).toBe('eligible')
  })

  it('takes the safer report of the same millisecond', () => {
    expect(statusAfter(['Eligible', 1], ['Ineligible', 1])).toBe('connected')
    expect(statusAfter(['Ineligible', 1], ['Eligible', 1])).toBe('connected')
    expect(statusAfter(['Disconnected', 1], ['Eligible', 1])).toBe('absent')
  })

  it('ends for a device that has disconnected, whatever comes later', () => {
    expect(statusAfter(['Disconnected', 1], ['Connected', 2], ['Eligible', 3])).toBe('absent')
  })

  it('belongs to the newest device', () => {
    expect(statusAfter(['Eligible', 1], ['Connected', 2, 'd-2'])).toBe('connected')
    expect(statusAfter(['Eligible', 1], ['Eligible', 2, 'd-2'], ['Disconnected', 3])).toBe(
      'eligible',
    )
    expect(statusAfter(['Eligible', 2], ['Connected', 1, 'd-2'])).toBe('eligible')
    expect(statusAfter(['Eligible', 1], ['Disconnected', 2, 'd-2'], ['Connected', 1, 'd-2'])).toBe(
      'eligible',
    )
    expect(statusAfter(['Disconnected', 5], ['Eligible', 5, 'd-2'])).toBe('eligible')
  })

  it('of one device is the same in whatever order and however often its events come', () => {
    const event = fc.tuple(
      fc.constantFrom(
        'Connected' as const,
        'Eligible' as const,
        'Ineligible' as const,
        'Disconnected' as const,
      ),
      fc.nat({ max: 4 }),
    )
    fc.assert(
      fc.property(
        fc
          .array(event, { maxLength: 6 })
          .chain((events) =>
            fc.tuple(
              fc.constant(events),
              fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 }),
            ),
          ),
        ([inOrder, shuffled]) => {
          expect(statusAfter(...shuffled)).toBe(statusAfter(...inOrder))
        },
      ),
    )
  })
})
