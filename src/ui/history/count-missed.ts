import { text } from '../../language/language.ts'

/** "1 missed call", "2 missed calls". */
export function countMissed(count: number): string {
  return text('recents.missed', { count })
}
