import { render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { LevelMeter } from './level-meter.tsx'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('is silent after a voice that was as loud twice', () => {
  let tell = (_level: number) => {}
  const source = {
    subscribe: (listener: (level: number) => void) => {
      tell = listener
      return () => {}
    },
  }
  render(<LevelMeter label="Microphone level" source={source} />)
  const values = [1, 1, 0].map((level) => {
    vi.advanceTimersByTime(250)
    tell(level)
    return screen.getByRole('meter').getAttribute('aria-valuenow')
  })
  expect(values).toEqual(['1.000', '1.000', '0.000'])
})
