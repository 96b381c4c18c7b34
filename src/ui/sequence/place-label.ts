import type { CSSProperties } from 'react'

export type LabelPlace = { side: 'start' | 'middle' | 'end'; style: CSSProperties }

/**
 * Where the words of an arrow stand: at its left end where it is on the left, at its right end where it is on the right, so
 * that they can go on beyond it; above its middle where there is room on both sides. Lanes are counted from 0.
 */
export function placeLabel(from: number, to: number, laneCount: number): LabelPlace {
  const left = (Math.min(from, to) + 0.5) / laneCount
  const right = (Math.max(from, to) + 0.5) / laneCount
  const [before, after] = [left, 1 - right]
  if (Math.abs(before - after) < 0.01) return { side: 'middle', style: {} }
  return before < after
    ? { side: 'start', style: { paddingInlineStart: percent(before) } }
    : { side: 'end', style: { paddingInlineEnd: percent(after) } }
}

const percent = (share: number): string => `${(share * 100).toFixed(2)}%`
