import { useEffect, useRef } from 'react'
import type { ReactNode, RefObject } from 'react'
import { text, type TextKey } from '../../language/language.ts'
import type { QualityProblem, QualitySample } from '../../phone/quality.ts'
import { usePhone, usePhoneActions } from '../phone-context.ts'
import { formatMilliseconds, formatScore, formatShare } from './describe-quality.ts'
import { drawPlot } from './draw-plot.ts'
import type { Plotted } from './draw-plot.ts'
import styles from './measurements.module.css'

const plots: readonly (Plotted & { name: TextKey })[] = [
  {
    key: 'roundTrip',
    name: 'quality.roundTrip',
    limit: 400,
    bottom: 0,
    top: 500,
    format: formatMilliseconds,
  },
  {
    key: 'jitter',
    name: 'quality.jitter',
    limit: 30,
    bottom: 0,
    top: 60,
    format: formatMilliseconds,
  },
  { key: 'loss', name: 'quality.loss', limit: 0.01, bottom: 0, top: 0.05, format: formatShare },
  { key: 'mos', name: 'quality.mos', limit: 3.5, bottom: 1, top: 4.5, format: formatScore },
]

/** The last minute of the line, and what helps when it is poor. */
export function Measurements(): ReactNode {
  const warning = usePhone(({ call }) =>
    call?.status === 'connected' ? call.quality?.warning : undefined,
  )
  return (
    <div className={styles.measurements}>
      <dl className={styles.plots}>
        {plots.map((plotted) => (
          <Plot key={plotted.key} plotted={plotted} />
        ))}
      </dl>
      {warning && (
        <ul className={styles.help} aria-label={text('quality.help')}>
          {help[warning].map((key) => (
            <li key={key}>{text(key)}</li>
          ))}
        </ul>
      )}
    </div>
  )
}

/** The value is text, written once a second without rendering; the line beside it is for eyes only. */
function Plot({ plotted }: { plotted: (typeof plots)[number] }): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null)
  const value = useRef<HTMLElement>(null)
  useSamples((samples) => {
    const latest = samples.at(-1)?.[plotted.key]
    if (value.current) {
      value.current.textContent =
        latest === undefined ? text('quality.unknown') : plotted.format(latest)
    }
    if (canvas.current) drawPlot(canvas.current, plotted, samples)
  }, canvas)

  return (
    <div className={styles.plot}>
      <dt>{text(plotted.name)}</dt>
      <dd>
        <span ref={value} className={styles.value} />
        <canvas ref={canvas} aria-hidden="true" className={styles.canvas} />
      </dd>
    </div>
  )
}

/** Shows the samples so far, each new one, and all of them again in another size. */
function useSamples(
  show: (samples: readonly QualitySample[]) => void,
  canvas: RefObject<HTMLCanvasElement | null>,
): void {
  const { quality } = usePhoneActions()
  const latestShow = useRef(show)
  useEffect(() => {
    latestShow.current = show
  })
  useEffect(() => {
    const draw = () => latestShow.current(quality.samples())
    draw()
    const unsubscribe = quality.subscribe(draw)
    const observer = 'ResizeObserver' in window ? new ResizeObserver(draw) : undefined
    if (canvas.current) observer?.observe(canvas.current)
    return () => {
      unsubscribe()
      observer?.disconnect()
    }
  }, [quality, canvas])
}

const network: readonly TextKey[] = ['quality.helpCable', 'quality.helpTraffic', 'quality.helpVpn']

const help: Record<QualityProblem, readonly TextKey[]> = {
  loss: network,
  jitter: network,
  'round-trip': ['quality.helpPause', ...network],
  mos: network,
  'no-sound': ['quality.helpSay', 'quality.helpAgain', 'quality.helpFirewall'],
}
