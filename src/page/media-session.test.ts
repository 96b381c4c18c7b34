import { expect, it, vi } from 'vitest'
import { createTestPhone } from '../testing/create-test-phone.ts'
import { offerCallKeys, type CallSession } from './media-session.ts'

function createSession() {
  const handlers = new Map<string, (() => void) | null>()
  const setMicrophoneActive = vi.fn(async () => {})
  const setActionHandler = vi.fn((action: string, handler: unknown) => {
    handlers.set(action, handler as (() => void) | null)
  })
  const session: CallSession = { setActionHandler, setMicrophoneActive }
  const press = (action: string) => handlers.get(action)?.()
  return { session, press, handlers, setMicrophoneActive, setActionHandler }
}

async function inCall(browser = createSession()) {
  const test = createTestPhone()
  const stop = offerCallKeys(test.phone, browser.session)
  await test.goOnline()
  await test.phone.dial('+19195550101')
  test.answer()
  return { ...test, ...browser, stop }
}

it('mutes and unmutes by a key of the headset, in step with the screen', async () => {
  const { state, press, phone, setMicrophoneActive } = await inCall()
  expect(setMicrophoneActive).toHaveBeenLastCalledWith(true)
  press('togglemicrophone')
  expect(state().call).toMatchObject({ muted: true })
  expect(setMicrophoneActive).toHaveBeenLastCalledWith(false)
  phone.setMuted(false)
  expect(setMicrophoneActive).toHaveBeenLastCalledWith(true)
})

it('hangs up by a key of the headset, and takes the keys back after the call', async () => {
  const { state, press, handlers, setMicrophoneActive } = await inCall()
  press('hangup')
  expect(state().call).toMatchObject({ status: 'ended', cause: 'hangup' })
  expect([...handlers.values()]).toEqual([null, null])
  expect(setMicrophoneActive).toHaveBeenLastCalledWith(false)
})

it('declines nothing by a key while a call rings', async () => {
  const { phone, ring, handlers } = await inCall()
  phone.hangUp()
  ring()
  expect(handlers.get('hangup')).toBeNull()
})

it.each<[string, (browser: ReturnType<typeof createSession>) => void]>([
  [
    'the browser knows neither action',
    ({ setActionHandler }) =>
      setActionHandler.mockImplementation(() => {
        throw new TypeError('not a valid enum value')
      }),
  ],
  [
    'the browser does not want to know of the microphone',
    ({ setMicrophoneActive }) => setMicrophoneActive.mockRejectedValue(new DOMException('hidden')),
  ],
  ['a microphone has no state', ({ session }) => delete session.setMicrophoneActive],
])('leaves the call alone where %s', async (_where, spoil) => {
  const browser = createSession()
  spoil(browser)
  const { state, phone } = await inCall(browser)
  expect(state().call).toMatchObject({ status: 'connected' })
  phone.hangUp()
  expect(state().call).toMatchObject({ status: 'ended' })
})

it('is not there where the browser has no media session', () => {
  const { phone } = createTestPhone()
  vi.stubGlobal('navigator', {})
  expect(() => offerCallKeys(phone)()).not.toThrow()
  vi.unstubAllGlobals()
})
