import { expect, it } from 'vitest'
import { loudness } from './loudness.ts'

it.each([
  [0, 0],
  [0.0001, 0],
  [0.001, 0],
  [0.0316, 0.5],
  [0.1, 0.667],
  [1, 1],
  [1.4, 1],
])('a peak of %f is as loud as %f', (peak, expected) => {
  expect(loudness(peak)).toBeCloseTo(expected, 2)
})
