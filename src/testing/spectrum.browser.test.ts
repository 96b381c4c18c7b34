import { expect, it } from 'vitest'
import { allowSound } from './allow-sound.ts'
import { amplitudeAt, dominantFrequency, listenTo, rms } from './spectrum.ts'

/** Audio takes its time on a busy machine. */
const patience = { timeout: 15_000 }

it('hears a live stream', async () => {
  await allowSound()
  const context = new AudioContext()
  const oscillator = new OscillatorNode(context, { frequency: 770 })
  const destination = context.createMediaStreamDestination()
  oscillator.connect(destination)
  oscillator.start()
  const ear = await listenTo(destination.stream)

  await expect.poll(() => dominantFrequency(ear.hear()), patience).toBe(770)
  await expect.poll(() => rms(ear.hear()), patience).toBeCloseTo(Math.SQRT1_2, 2)
  expect(amplitudeAt(ear.hear(), 1_336)).toBeLessThan(0.01)

  await ear.close()
  await context.close()
})
