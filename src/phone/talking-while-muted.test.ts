import { expect, it } from 'vitest'
import { createTestPhone } from '../testing/create-test-phone.ts'

const speech = 0.3
const silence = 0.01

/** A muted call and a clock that moves by levels, 20 ms each. */
async function muted() {
  let now = 1_000_000
  const test = createTestPhone({ now: () => now })
  await test.goOnline()
  await test.phone.dial('+19195550101')
  test.answer()
  test.phone.setMuted(true)
  const changes: boolean[] = []
  const { talkingWhileMuted } = test.phone
  talkingWhileMuted.subscribe(() => changes.push(talkingWhileMuted.isOn()))
  const hear = (level: number, milliseconds: number) => {
    for (let heard = 0; heard <= milliseconds; heard += 20) {
      test.audioInput.level.emit(level)
      now += 20
    }
  }
  return { ...test, hear, changes, isOn: talkingWhileMuted.isOn }
}

it('is said after 0.3 s of talking, and until 3 s of silence', async () => {
  const { hear, isOn } = await muted()
  hear(speech, 260)
  expect(isOn()).toBe(false)
  hear(speech, 60)
  expect(isOn()).toBe(true)
  hear(silence, 2_800)
  expect(isOn()).toBe(true)
  hear(silence, 300)
  expect(isOn()).toBe(false)
})

it('is not said of a click, a cough or a room', async () => {
  const { hear, changes } = await muted()
  for (let click = 0; click < 20; click += 1) {
    hear(speech, 100)
    hear(silence, 140)
  }
  hear(0.03, 5_000)
  expect(changes).toEqual([])
})

it('does not flicker between words', async () => {
  const { hear, changes } = await muted()
  for (let word = 0; word < 10; word += 1) {
    hear(speech, 400)
    hear(silence, 900)
  }
  expect(changes).toEqual([true])
})

it('goes at once with the mute, and with the call', async () => {
  const { phone, hear, isOn } = await muted()
  hear(speech, 400)
  phone.setMuted(false)
  expect(isOn()).toBe(false)
  hear(speech, 400)
  expect(isOn()).toBe(false)
  phone.setMuted(true)
  hear(speech, 400)
  expect(isOn()).toBe(true)
  phone.hangUp()
  expect(isOn()).toBe(false)
})
