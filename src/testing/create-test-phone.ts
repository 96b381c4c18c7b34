import { createPhone, type Phone } from '../phone/phone.ts'
import { loadNumberPlan } from '../phone/number-plan.ts'
import type { PhoneOptions } from '../phone/ports.ts'
import { createFakeApplication } from './fake-application.ts'
import { createFakeAudioInput, createFakeAudioOutput, createFakeStream } from './fake-audio.ts'
import { createFakeClient, type FakeClient } from './fake-client.ts'
import { createFakeSurroundings } from './fake-surroundings.ts'

export type TestPhone = ReturnType<typeof createTestPhone>

/**
 * A real phone on fakes, offline. Drive it by `phone`'s actions, by `client().emit(…)` for the gateway and by
 * `application.emit(…)`; the shortcuts below bring it where most tests begin.
 */
export function createTestPhone(options: Partial<PhoneOptions> = {}) {
  const clients: FakeClient[] = []
  let awaited: FakeClient | undefined
  let sessions = 0
  const application = createFakeApplication()
  const audioInput = createFakeAudioInput()
  const audioOutput = createFakeAudioOutput()
  const surroundings = createFakeSurroundings()
  let ids = 0
  const phone = createPhone({
    createClient: async (_platform, onEvent) => {
      const client = awaited ?? createFakeClient()
      awaited = undefined
      client.tell(onEvent)
      clients.push(client)
      return client
    },
    application,
    audioInput,
    audioOutput,
    loadNumberPlan,
    surroundings,
    random: () => 0.5,
    randomId: () => `id-${++ids}`,
    ...options,
  })

  const state = phone.store.getState
  phone.store.subscribe(({ session }, { session: before }) => {
    if (session.status !== 'connecting' || before.status === 'connecting') return
    sessions = clients.length + 1
    awaited = undefined
  })

  /** The client of the present, or else the last, gateway session; while the token is awaited, the one to come. */
  const client = (): FakeClient => {
    if (state().session.status === 'connecting' && clients.length < sessions) {
      return (awaited ??= createFakeClient())
    }
    const last = clients.at(-1)
    if (!last) throw new Error('The phone has made no client yet: go online first.')
    return last
  }

  return {
    phone,
    state,
    clients,
    client,
    application,
    audioInput,
    audioOutput,
    surroundings,

    /** Goes online and is told that it is eligible. */
    goOnline: async () => {
      phone.goOnline()
      const endpointId = await isOnline(phone)
      application.open()
      application.emit({ type: 'endpoint.state', endpointId, connected: true, eligible: true })
    },
    /** A caller rings: the application announces the call as `callId`, then the stream is there. */
    ring: (from = '+19195550100', streamId = 'stream-1', callId = 'call-1') => {
      application.emit({ type: 'call.offered', callId, from, to: '+19195550199' })
      client().emit({
        type: 'streamAvailable',
        streamId,
        stream: createFakeStream(streamId),
        autoAccepted: false,
        from,
      })
    },
    /** The far end of an outbound call answers. */
    answer: (streamId = 'stream-1') => {
      client().emit({
        type: 'streamAvailable',
        streamId,
        stream: createFakeStream(streamId),
        autoAccepted: true,
      })
    },
  }
}

/** @returns the id of the endpoint */
function isOnline({ store, log }: Phone): Promise<string> {
  return new Promise((resolve, reject) => {
    const unsubscribe = store.subscribe(({ session }) => {
      if (session.status === 'connecting') return
      unsubscribe()
      if (session.status === 'online') resolve(session.endpointId)
      else if (session.status === 'offline') {
        const why = log().map(({ message }) => message)
        reject(new Error(`The phone went offline (${session.reason}): ${why.slice(-3).join('; ')}`))
      } else reject(new Error('The phone is reconnecting'))
    })
  })
}
