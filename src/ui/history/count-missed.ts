/** "1 missed call", "2 missed calls". */
export function countMissed(count: number): string {
  return `${count} missed call${count === 1 ? '' : 's'}`
}
