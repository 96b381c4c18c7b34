import { perLocale, text } from '../language/language.ts'
import type { NumberPlan } from '../phone/number-plan.ts'

const clock = perLocale(
  (locale) =>
    new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
)
const weekday = perLocale((locale) => new Intl.DateTimeFormat(locale, { weekday: 'short' }))
const day = perLocale(
  (locale) => new Intl.DateTimeFormat(locale, { month: 'short', day: 'numeric' }),
)
const dayOfYear = perLocale((locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }))

/** "10:42" today, "Tue 10:42" within a week, "Mar 3, 10:42" and "Mar 3, 2025, 10:42" before. Both arguments in milliseconds since the epoch. */
export function formatTime(at: number, now: number = Date.now()): string {
  const [then, today] = [new Date(at), new Date(now)]
  const time = clock().format(at)
  if (then.toDateString() === today.toDateString()) return time
  if (Math.abs(now - at) < 6 * 86_400_000) return `${weekday().format(at)} ${time}`
  const isThisYear = then.getFullYear() === today.getFullYear()
  return `${(isThisYear ? day() : dayOfYear()).format(at)}, ${time}`
}

/** "0:06", "4:17", "1:02:03": a running time, in milliseconds. */
export function formatTimer(duration: number): string {
  const seconds = Math.max(0, Math.floor(duration / 1000))
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  const pad = (value: number) => String(value).padStart(2, '0')
  return hours > 0
    ? `${hours}:${pad(minutes)}:${pad(seconds % 60)}`
    : `${minutes}:${pad(seconds % 60)}`
}

/** "42 s", "1 min 12 s", "2 h 5 min": a time that is over, in milliseconds. */
export function formatDuration(duration: number): string {
  const seconds = Math.max(0, Math.round(duration / 1000))
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60)]
  if (seconds < 60) return text('duration.seconds', { seconds })
  if (seconds < 3600) return text('duration.minutes', { minutes, seconds: seconds % 60 })
  return text('duration.hours', { hours, minutes: minutes % 60 })
}

/** By `Intl`, whose short forms would run together: "45 seconds", not "45 sec". */
const wait = {
  second: perLocale((locale) => unitFormat(locale, 'second')),
  minute: perLocale((locale) => unitFormat(locale, 'minute')),
}

const unitFormat = (locale: string, unit: string) =>
  new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' })

/** "1 second", "45 seconds", "2 minutes": a wait, in seconds; rounded up, so that it is never too short. */
export function formatWait(seconds: number): string {
  return seconds <= 90
    ? wait.second().format(Math.max(1, Math.ceil(seconds)))
    : wait.minute().format(Math.ceil(seconds / 60))
}

const moment = perLocale(
  (locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' }),
)

/** "Nov 23, 2026, 4:05:16 AM": a moment in full, in milliseconds since the epoch. */
export function formatMoment(at: number): string {
  return moment().format(at)
}

const relative = perLocale((locale) => new Intl.RelativeTimeFormat(locale))
const units: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
]

/** "3 hours ago", "in 2 days", "in 40 seconds": both in milliseconds since the epoch. */
export function formatFromNow(at: number, now: number): string {
  const away = at - now
  const [unit, length] = units.find(([, length]) => Math.abs(away) >= length) ?? ['second', 1_000]
  return relative().format(Math.trunc(away / length), unit)
}

/** A number as people write it; as it is until the numbering plan has been loaded. */
export function formatNumber(number: string, plan: NumberPlan | null): string {
  if (number === '') return text('number.withheld')
  return plan ? plan.format(number) : number
}
