import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { BrtcError } from '../brtc/errors.ts'
import { createTestPhone, type TestPhone } from '../testing/create-test-phone.ts'
import { createFakeStream } from '../testing/fake-audio.ts'
import { waitFor } from '../testing/wait-for.ts'

type Step = { name: string; take: (test: TestPhone) => unknown }

const stream = (streamId: string, from?: string): Step => ({
  name: `stream ${streamId} from ${from ?? 'nobody'}`,
  take: ({ client }) =>
    client().emit({
      type: 'streamAvailable',
      streamId,
      stream: createFakeStream(streamId),
      autoAccepted: false,
      ...(from !== undefined && { from }),
    }),
})
const outbound = (state: 'dialing' | 'ringing' | 'ended', callId: string): Step => ({
  name: `application: ${callId} ${state}`,
  take: ({ application }) =>
    application.emit({
      type: 'call.state',
      callId,
      direction: 'outbound',
      number: '+19195550101',
      state,
    }),
})

const steps: Step[] = [
  { name: 'dial', take: ({ phone }) => phone.dial('919 555 0101') },
  { name: 'accept', take: ({ phone }) => phone.accept() },
  { name: 'decline', take: ({ phone }) => phone.decline() },
  { name: 'hang up', take: ({ phone }) => phone.hangUp() },
  { name: 'mute', take: ({ phone }) => phone.setMuted(true) },
  { name: 'unmute', take: ({ phone }) => phone.setMuted(false) },
  { name: 'key', take: ({ phone }) => phone.pressKey('5') },
  { name: 'go offline', take: ({ phone }) => phone.goOffline() },
  { name: 'go online', take: ({ phone }) => phone.goOnline() },
  { name: 'events lost', take: ({ application }) => application.lose() },
  stream('s1'),
  stream('s2', '+19195550100'),
  {
    name: 'stream s1 gone',
    take: ({ client }) => client().emit({ type: 'streamUnavailable', streamId: 's1' }),
  },
  {
    name: 'offer',
    take: ({ application }) =>
      application.emit({ type: 'call.offered', callId: 'in-1', from: '+19195550100', to: '' }),
  },
  outbound('dialing', 'out-1'),
  outbound('ringing', 'out-1'),
  outbound('ended', 'out-1'),
  outbound('dialing', 'out-2'),
  {
    name: 'connection lost',
    take: ({ client }) =>
      client().emit({ type: 'disconnected', error: new BrtcError('closed', 'lost') }),
  },
  { name: 'all is settled', take: () => new Promise((resolve) => setTimeout(resolve)) },
]

const anyStep = fc
  .constantFrom(...steps)
  .map((step) => Object.assign(step, { [fc.toStringMethod]: () => step.name }))

/** What must hold after whatever has happened. */
function expectSound(test: TestPhone): void {
  const { call, session } = test.state()
  const isSpeaking = call?.status === 'connected' && !call.muted
  for (const client of test.clients) {
    const isEnabled = client.setMicEnabled.mock.lastCall?.[0] ?? false
    const isPresent = client === test.client() && session.status !== 'offline'
    if (isPresent) expect(isEnabled).toBe(isSpeaking)
    else if (client.connect.mock.lastCall) expect(client.disconnect).toHaveBeenCalled()
  }
  const sound = test.audioOutput.loop.mock.lastCall?.[0] ?? null
  expect(sound === 'ringtone').toBe(call?.status === 'offered')
  expect(sound === 'ringback').toBe(call?.status === 'ringing')
  const heard = test.audioOutput.playRemote.mock.lastCall?.[0]?.id
  expect(heard).toBe(call?.status === 'connected' ? call.streamId : undefined)
  expect(test.application.subscriptions()).toBeLessThanOrEqual(1)
  if (session.status === 'online') {
    expect(test.audioInput.opened.filter(({ closed }) => !closed)).toHaveLength(1)
  }
}

it('the microphone is open only in a call that is not muted, and a ring never outlives its call', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { maxLength: 30 }), async (taken) => {
      const test = createTestPhone()
      await test.goOnline()
      for (const step of taken) {
        const settled = step.take(test)
        expectSound(test)
        await settled
        expectSound(test)
      }
      test.phone.close()
      // Also a microphone that was still being opened.
      await waitFor(() => expect(test.audioInput.opened.every(({ closed }) => closed)).toBe(true))
    }),
    { numRuns: 200 },
  )
})
