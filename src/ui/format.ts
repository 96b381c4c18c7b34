import type { NumberPlan } from '../phone/number-plan.ts'

const clock = new Intl.DateTimeFormat('en', {
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})
const weekday = new Intl.DateTimeFormat('en', { weekday: 'short' })
const day = new Intl.DateTimeFormat('en', { month: 'short', day: 'numeric' })
const dayOfYear = new Intl.DateTimeFormat('en', { dateStyle: 'medium' })

/** "10:42" today, "Tue 10:42" within a week, "Mar 3, 10:42" and "Mar 3, 2025, 10:42" before. Both arguments in milliseconds since the epoch. */
export function formatTime(at: number, now: number = Date.now()): string {
  const [then, today] = [new Date(at), new Date(now)]
  const time = clock.format(at)
  if (then.toDateString() === today.toDateString()) return time
  if (Math.abs(now - at) < 6 * 86_400_000) return `${weekday.format(at)} ${time}`
  const isThisYear = then.getFullYear() === today.getFullYear()
  return `${(isThisYear ? day : dayOfYear).format(at)}, ${time}`
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
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
  return `${Math.floor(seconds / 3600)} h ${Math.floor(seconds / 60) % 60} min`
}

/** "1 second", "45 seconds", "2 minutes": a wait, in seconds; rounded up, so that it is never too short. */
export function formatWait(seconds: number): string {
  const [count, unit] =
    seconds <= 90
      ? [Math.max(1, Math.ceil(seconds)), 'second']
      : [Math.ceil(seconds / 60), 'minute']
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}

const moment = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'medium' })

/** "Nov 23, 2026, 4:05:16 AM": a moment in full, in milliseconds since the epoch. */
export function formatMoment(at: number): string {
  return moment.format(at)
}

const relative = new Intl.RelativeTimeFormat('en')
const units: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
]

/** "3 hours ago", "in 2 days", "in 40 seconds": both in milliseconds since the epoch. */
export function formatFromNow(at: number, now: number): string {
  const away = at - now
  const [unit, length] = units.find(([, length]) => Math.abs(away) >= length) ?? ['second', 1_000]
  return relative.format(Math.trunc(away / length), unit)
}

/** A number as people write it; as it is until the numbering plan has been loaded. */
export function formatNumber(number: string, plan: NumberPlan | null): string {
  if (number === '') return 'Number withheld'
  return plan ? plan.format(number) : number
}
