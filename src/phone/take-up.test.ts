import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { BrtcError } from '../brtc/errors.ts'
import { createTestPhone } from '../testing/create-test-phone.ts'
import { createFakeStream } from '../testing/fake-audio.ts'
import { createFakeStatistics } from '../testing/fake-statistics.ts'
import { factsOf } from './reduce-call.ts'
import { callLimits } from './recovery/call-limits.ts'

const number = '+19195550101'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** A page that was left in a call, and the one that is loaded in its place. */
async function reload(prepare: (after: ReturnType<typeof createTestPhone>) => void = () => {}) {
  const before = createTestPhone()
  await before.goOnline()
  await before.phone.dial(number)
  before.answer()
  const unfinished = before.phone.unfinished()
  before.phone.leavePage()
  if (!unfinished) throw new Error('There is no call to be taken up.')

  const after = createTestPhone()
  after.phone.takeUp(unfinished)
  prepare(after)
  await settled()
  return after
}

const settled = async () => {
  await vi.dynamicImportSettled()
  await vi.advanceTimersByTimeAsync(500)
}

const refusedUpgrade = new BrtcError('closed', 'The socket closed before it was open.')

it('the endpoint of the page before is connected again, and the call that is offered goes on', async () => {
  const { phone, state, application, client } = await reload()
  expect(application.createEndpoint).not.toHaveBeenCalled()
  expect(state()).toMatchObject({
    session: { status: 'online', endpointId: 'ep-1' },
    call: { status: 'connected', number, lostAt: expect.any(Number) as number },
  })
  client().emit({
    type: 'streamAvailable',
    streamId: 'again',
    stream: createFakeStream('again'),
    autoAccepted: true,
    from: number,
  })
  expect(state().call).toMatchObject({ status: 'connected', streamId: 'again' })
  expect(state().call).not.toHaveProperty('lostAt')
  phone.close()
})

it('a history that has it as ended has it once, as it ends at last', async () => {
  const { phone, state } = await reload()
  const { call } = state()
  if (call?.status !== 'connected') throw new Error('The call is not up.')
  phone.rememberLeftCall({
    ...factsOf(call),
    status: 'ended',
    cause: 'page-left',
    endedAt: call.answeredAt,
  })
  expect(state().recent).toEqual([])
  await vi.advanceTimersByTimeAsync(callLimits.track)
  expect(state().recent).toMatchObject([{ id: call.id, cause: 'page-left' }])
  phone.close()
})

it('one that is not offered ended with the page, and says nothing of its line', async () => {
  const { statistics, pass } = createFakeStatistics()
  const { phone, state } = await reload(({ client }) =>
    client().getStats.mockImplementation(async () => {
      pass({ lost: 1 })
      return statistics()
    }),
  )
  for (let passed = 0; passed < callLimits.track; passed += 1_000) {
    await vi.advanceTimersByTimeAsync(1_000)
    await vi.dynamicImportSettled()
  }
  expect(state().call).toMatchObject({ status: 'ended', cause: 'page-left' })
  expect(state().call).not.toHaveProperty('quality')
  expect(state().session.status).toBe('online')
  phone.close()
})

it('where the gateway refuses that endpoint the phone is online on another one', async () => {
  const { phone, state, application, clients } = await reload(({ client }) =>
    client().connect.mockRejectedValueOnce(refusedUpgrade),
  )
  expect(clients).toHaveLength(2)
  expect(application.createEndpoint).toHaveBeenCalledTimes(1)
  expect(state()).toMatchObject({
    session: { status: 'online' },
    call: { status: 'ended', cause: 'page-left' },
  })
  phone.close()
})

it('the sound is asked for again when the microphone is there, which lets a page sound that nobody has clicked', async () => {
  const { phone, audioOutput } = await reload()
  expect(audioOutput.unlock).toHaveBeenCalledTimes(2)
  phone.close()
})
