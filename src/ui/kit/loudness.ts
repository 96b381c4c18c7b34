const FLOOR_DECIBEL = -60

/**
 * A peak as the ear takes it: 0 at -60 dBFS and below, 1 at full scale, even steps of decibels between. Speech at a
 * normal distance is in the upper half.
 */
export function loudness(peak: number): number {
  if (peak <= 0) return 0
  return Math.min(1, Math.max(0, 1 - (20 * Math.log10(peak)) / FLOOR_DECIBEL))
}
