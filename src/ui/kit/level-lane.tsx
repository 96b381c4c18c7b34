import { useEffect, useRef } from 'react'
import type { ReactNode } from 'react'
import type { LevelSource } from '../../phone/ports.ts'
import { loudness } from './loudness.ts'
import styles from './level-lane.module.css'

export type LevelLaneProps = { label: string; source: LevelSource; tone?: 'near' | 'far' | 'muted' }

const BAR = 3
const STEP = 6
/** More bars than fit into any lane. */
const MOST_BARS = 512

/**
 * The last seconds of a voice, a bar for each level, drawn without rendering: the newest at the right. For eyes only; the
 * meters are read.
 */
export function LevelLane({ label, source, tone = 'near' }: LevelLaneProps): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null)

  useEffect(() => {
    const bars: number[] = []
    return source.subscribe((level) => {
      bars.push(loudness(level))
      if (bars.length > MOST_BARS) bars.shift()
      if (canvas.current) draw(canvas.current, bars)
    })
  }, [source])

  return (
    <div className={styles.lane} data-tone={tone}>
      <span className={styles.label}>{label}</span>
      <canvas ref={canvas} aria-hidden="true" className={styles.canvas} />
    </div>
  )
}

/** Draws as many bars as fit. Where motion is unwelcome, nothing moves sideways. */
function draw(canvas: HTMLCanvasElement, bars: number[]): void {
  const { clientWidth, clientHeight } = canvas
  // A lane that is not on the screen has no width.
  const context = clientWidth > 0 ? canvas.getContext('2d') : null
  if (!context) return
  const scale = devicePixelRatio
  const width = Math.round(clientWidth * scale)
  const height = Math.round(clientHeight * scale)
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height })
  context.setTransform(scale, 0, 0, scale, 0, 0)
  context.clearRect(0, 0, clientWidth, clientHeight)
  context.fillStyle = getComputedStyle(canvas).color

  const count = Math.floor(clientWidth / STEP)
  const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches
  const latest = bars.at(-1) ?? 0
  for (let index = 0; index < count; index += 1) {
    const value = isStill ? latest : bars[bars.length - count + index]
    if (value === undefined) continue
    const length = Math.max(2, value ** 1.6 * clientHeight)
    context.beginPath()
    context.roundRect(index * STEP, (clientHeight - length) / 2, BAR, length, BAR / 2)
    context.fill()
  }
}
