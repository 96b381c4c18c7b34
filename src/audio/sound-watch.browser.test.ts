import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { allowSound } from '../testing/allow-sound.ts'
import { createAudioOutput } from './audio-output.ts'
import { createSoundWatch } from './sound-watch.ts'

const patience = { timeout: 15_000 }

let context: AudioContext

beforeEach(async () => {
  await allowSound()
  context = new AudioContext()
})
afterEach(async () => {
  vi.restoreAllMocks()
  await context.close()
})

function createWatch() {
  const watch = createSoundWatch(() => context)
  const told: string[] = []
  watch.subscribe(() => told.push(watch.get()))
  return { watch, told }
}

/** As before the first gesture, or while the system has the sound: nobody who asks is answered. */
async function lock() {
  const resume = context.resume.bind(context)
  await context.suspend()
  context.resume = () => new Promise(() => {})
  return async () => {
    context.resume = resume
    await resume()
  }
}

const refused = () => Promise.reject(new DOMException('no gesture', 'NotAllowedError'))

it('nothing is known before it has been tried, and then that the page is heard', async () => {
  const output = createAudioOutput({ audioContext: () => context })
  expect(output.sound.get()).toBe('unknown')
  await output.unlock()
  expect(output.sound.get()).toBe('audible')
})

it('a page whose context does not start is blocked within a second, until a press starts it', async () => {
  const { watch, told } = createWatch()
  const unlock = await lock()
  const before = performance.now()
  await watch.check([])
  expect(watch.get()).toBe('blocked')
  expect(performance.now() - before).toBeLessThan(1_500)
  await unlock()
  await expect.poll(watch.get, patience).toBe('audible')
  expect(told).toEqual(['blocked', 'audible'])
})

it('a page that may not play an element is blocked, though its context runs', async () => {
  const { watch } = createWatch()
  await watch.check([refused()])
  expect(watch.get()).toBe('blocked')
  await watch.check([Promise.resolve()])
  expect(watch.get()).toBe('audible')
})

it('an element that only plays something else by now is no refusal', async () => {
  const { watch } = createWatch()
  await watch.check([Promise.reject(new DOMException('a new load', 'AbortError'))])
  expect(watch.get()).toBe('audible')
})

it('sound that the system stops is told, and told again when it is back', async () => {
  const { watch, told } = createWatch()
  await watch.check([])
  const unlock = await lock()
  await expect.poll(watch.get, patience).toBe('interrupted')
  await unlock()
  await expect.poll(watch.get, patience).toBe('audible')
  expect(told).toEqual(['audible', 'interrupted', 'audible'])
})

it('sound that only has to be asked back is not spoken of', async () => {
  const { watch, told } = createWatch()
  await watch.check([])
  await context.suspend()
  await expect.poll(() => context.state, patience).toBe('running')
  // Longer than it would have taken to tell.
  const start = context.currentTime
  await expect.poll(() => context.currentTime - start, patience).toBeGreaterThan(0.6)
  expect(told).toEqual(['audible'])
})

it('a ring needs no timer, which a hidden page has few of: the clock of the sound repeats it', async () => {
  const output = createAudioOutput({ audioContext: () => context })
  await output.unlock()
  const timers = [vi.spyOn(window, 'setTimeout'), vi.spyOn(window, 'setInterval')]
  const frames = vi.spyOn(window, 'requestAnimationFrame')
  output.loop('ringtone')
  output.loop(null)
  for (const timer of [...timers, frames]) expect(timer).not.toHaveBeenCalled()
})
