import { expect, it } from 'vitest'
import {
  formatDuration,
  formatFromNow,
  formatNumber,
  formatTime,
  formatTimer,
  formatWait,
} from './format.ts'

it.each([
  [0, '1 second'],
  [0.2, '1 second'],
  [45, '45 seconds'],
  [90, '90 seconds'],
  [91, '2 minutes'],
  [900, '15 minutes'],
])('a wait of %d s reads %s', (seconds, text) => {
  expect(formatWait(seconds)).toBe(text)
})

it.each([
  [0, '0:00'],
  [6_900, '0:06'],
  [257_000, '4:17'],
  [3_723_000, '1:02:03'],
  [-50, '0:00'],
])('a timer at %i ms reads %s', (duration, text) => {
  expect(formatTimer(duration)).toBe(text)
})

it.each([
  [400, '0 s'],
  [42_000, '42 s'],
  [72_000, '1 min 12 s'],
  [3_599_600, '1 h 0 min'],
  [7_500_000, '2 h 5 min'],
])('%i ms took %s', (duration, text) => {
  expect(formatDuration(duration)).toBe(text)
})

it.each([
  [-3 * 3_600_000 - 60_000, '3 hours ago'],
  [-90_000, '1 minute ago'],
  [40_000, 'in 40 seconds'],
  [86_400_000, 'in 1 day'],
  [3 * 86_400_000, 'in 3 days'],
])('what is %i ms away is %s', (away, text) => {
  expect(formatFromNow(1_700_000_000_000 + away, 1_700_000_000_000)).toBe(text)
})

it('names the weekday of a time that is not today', () => {
  const now = new Date(2026, 8, 1, 10, 42).getTime()
  expect(formatTime(now, now)).toBe('10:42')
  expect(formatTime(now - 24 * 3_600_000, now)).toBe('Mon 10:42')
})

it('names a withheld number, and leaves others alone until there is a plan', () => {
  expect(formatNumber('', null)).toBe('Number withheld')
  expect(formatNumber('+19195550101', null)).toBe('+19195550101')
})
