import { expect, it } from 'vitest'
import { createTestPhone } from '../testing/create-test-phone.ts'
import { waitFor } from '../testing/wait-for.ts'

async function inCall() {
  let at = 0
  const test = createTestPhone({ now: () => at })
  await test.goOnline()
  test.ring()
  test.phone.accept()
  await waitFor(() => expect(test.state().call?.status).toBe('connected'))
  return {
    ...test,
    code: () => test.state().notice?.code,
    /** So many seconds of that level, as many frames as it takes. */
    hear: (level: number, seconds: number) => {
      for (let frame = 0; frame < seconds * 10; frame++) {
        at += 100
        test.audioInput.level.emit(level)
      }
    },
    /** The page is hidden: no frame is drawn, and no level measured. */
    hide: (seconds: number) => (at += seconds * 1000),
  }
}

it('a microphone that gives nothing is told after eight seconds, and no longer when it is heard', async () => {
  const { hear, code } = await inCall()
  hear(0, 7)
  expect(code()).toBeUndefined()
  hear(0, 2)
  expect(code()).toBe('microphone-silent')
  hear(0.01, 0.1)
  expect(code()).toBeUndefined()
})

it('one that was heard may be still for half a minute: the agent listens', async () => {
  const { hear, code } = await inCall()
  hear(0.2, 1)
  hear(0, 29)
  expect(code()).toBeUndefined()
  hear(0, 2)
  expect(code()).toBe('microphone-silent')
})

it('the noise of a quiet room is no silence', async () => {
  const { hear, code } = await inCall()
  hear(0.0005, 60)
  expect(code()).toBeUndefined()
})

it('a muted microphone is meant to be silent', async () => {
  const { hear, code, phone } = await inCall()
  phone.setMuted(true)
  hear(0, 60)
  expect(code()).toBeUndefined()
  phone.setMuted(false)
  hear(0, 9)
  expect(code()).toBe('microphone-silent')
  phone.setMuted(true)
  expect(code()).toBeUndefined()
})

it('nothing is concluded from a time in which nothing was measured', async () => {
  const { hear, hide, code } = await inCall()
  hear(0, 5)
  hide(60)
  hear(0, 5)
  expect(code()).toBeUndefined()
})

it('the notice goes with the call', async () => {
  const { hear, code, phone } = await inCall()
  hear(0, 9)
  expect(code()).toBe('microphone-silent')
  phone.hangUp()
  expect(code()).toBeUndefined()
})
