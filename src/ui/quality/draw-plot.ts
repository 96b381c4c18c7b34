import type { QualitySample } from '../../phone/quality.ts'

export type Plotted = {
  key: 'roundTrip' | 'jitter' | 'loss' | 'mos'

  /** What the phone warns of. */
  limit: number
  /** The plot reaches from `bottom` to `top`, or further where a value does. */
  bottom: number
  top: number
  format: (value: number) => string
}

/** A sample a second, a minute in the width of the canvas. */
const SHOWN = 60

/** The values of the last minute, the newest at the right, and a dashed line at the limit. */
export function drawPlot(
  canvas: HTMLCanvasElement,
  plotted: Plotted,
  samples: readonly QualitySample[],
): void {
  const { clientWidth: width, clientHeight: height } = canvas
  const context = width > 0 ? canvas.getContext('2d') : null
  if (!context) return
  const scale = devicePixelRatio
  Object.assign(canvas, { width: Math.round(width * scale), height: Math.round(height * scale) })
  context.scale(scale, scale)
  const { color, outlineColor } = getComputedStyle(canvas)

  const values = samples.slice(-SHOWN).map((sample) => sample[plotted.key])
  const top = Math.max(plotted.top, ...values.map((value) => value ?? 0))
  const yOf = (value: number): number =>
    height - 2 - ((value - plotted.bottom) / (top - plotted.bottom)) * (height - 4)

  context.strokeStyle = outlineColor
  context.setLineDash([3, 3])
  strokeLine(context, [
    [0, yOf(plotted.limit)],
    [width, yOf(plotted.limit)],
  ])
  context.strokeStyle = color
  context.lineWidth = 2
  context.lineJoin = 'round'
  context.setLineDash([])
  const step = width / (SHOWN - 1)
  const first = SHOWN - values.length
  for (const run of runsOf(values)) {
    strokeLine(
      context,
      run.map(([index, value]) => [(first + index) * step, yOf(value)]),
    )
  }
}

type Point = readonly [number, number]

/** A second in which nothing was measured is a hole, not a zero. */
function runsOf(values: readonly (number | undefined)[]): Point[][] {
  const runs: Point[][] = [[]]
  values.forEach((value, index) => {
    if (value === undefined) runs.push([])
    else runs.at(-1)?.push([index, value])
  })
  return runs.filter((run) => run.length > 0)
}

function strokeLine(context: CanvasRenderingContext2D, points: readonly Point[]): void {
  context.beginPath()
  for (const [x, y] of points) context.lineTo(x, y)
  context.stroke()
}
