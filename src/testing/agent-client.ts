import { isDeepStrictEqual } from 'node:util'
import * as v from 'valibot'
import { developmentUserHeader } from '../backend/host/development-authenticator.ts'
import type { DeviceOptions, Manner, OfferedLeg } from '../simulator/device-doubles.ts'
import {
  type AgentPresence,
  type ApplicationEvent,
  EndpointGrant,
  EndpointSnapshot,
} from '../wire/phone-api.ts'
import type { ControlClient } from '../simulator/control-client.ts'
import { type EventReader, readEvents } from './event-reader.ts'

/**
 * An agent with a phone that has no screen and no audio: its application side over HTTP and server-sent events, as the
 * browser's, and its device a double in the simulator. A call is named by the number at the far end.
 */
export interface AgentClient {
  /** The user. */
  name: string
  /** @throws where nothing was minted yet */
  endpointId: () => string
  /** All that the present endpoint's stream has brought, oldest first. */
  events: () => readonly ApplicationEvent[]
  stream: () => EventReader
  /** The same stream for another reader in the same browser, who has missed everything after the event of that id. */
  streamSince: (lastEventId: string) => EventReader
  /** A request to `/api` as this user and session; answers of any status. */
  request: (method: string, path: string, body?: unknown) => Promise<Response>
  /** Gets a new endpoint and listens to its events; no device connects. @throws where the application refuses */
  mint: () => Promise<EndpointGrant>
  /** The device of the minted endpoint connects and publishes; resolves when the application has said that it is eligible. */
  connectDevice: (options?: DeviceOptions) => Promise<void>
  /** `mint` and `connectDevice`. */
  goOnline: (options?: DeviceOptions) => Promise<void>
  /**
   * Resolves when what the phone was told about its calls with that number is exactly this, in order: `offered`, `dialing`,
   * `ringing`, `answered`, `ended hangup`, `ended busy` ….
   */
  sees: (number: string, ...story: string[]) => Promise<void>
  /** The same at this moment. */
  storyOf: (number: string) => readonly string[]
  /** Resolves when the newest `endpoint.state` says so. */
  isEligible: (eligible?: boolean) => Promise<void>
  /** Resolves when the offer of that caller is on the phone: told by the application, and ringing on the device. @returns the application's id */
  rings: (number: string) => Promise<string>
  /** Waits until it rings; first the device, then the application, as the phone does. */
  accept: (number: string) => Promise<void>
  /** Waits until it rings; device and application side by side. */
  decline: (number: string) => Promise<void>
  /** Of the call with that number; device and application side by side. */
  hangUp: (number: string) => Promise<void>
  /** By the device's outbound request; `accepted` of its reply. The device takes the call that comes back by itself. */
  dial: (to: string) => Promise<boolean>
  /** The offers of that far end to the device, oldest first. */
  offersTo: (number: string) => Promise<readonly OfferedLeg[]>
  presence: (state: AgentPresence['state']) => Promise<void>
  snapshot: () => Promise<EndpointSnapshot>
  /** The device's socket is lost. */
  loseSocket: () => Promise<void>
  /** Goes offline: the endpoint is deleted, the stream ends. Harmless where there is none. */
  release: () => Promise<void>
}

export type Until = <Value>(
  what: string,
  condition: () => Promise<Value | false | undefined> | Value | false | undefined,
) => Promise<Value>

export function createAgentClient(options: {
  name: string
  /** Where the application is at this moment. */
  address: () => string
  control: ControlClient
  until: Until
}): AgentClient {
  const { name, address, control, until } = options
  let cookie: string | undefined
  let grant: EndpointGrant | undefined
  let reader: EventReader | undefined

  const headers = () => ({ [developmentUserHeader]: name, ...(cookie !== undefined && { cookie }) })
  const request: AgentClient['request'] = async (method, path, body) => {
    const response = await fetch(`${address()}/api${path}`, {
      method,
      headers: { ...headers(), ...(body !== undefined && { 'Content-Type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie
    return response
  }
  const ask = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await request(method, path, body)
    const text = await response.text()
    if (!response.ok) throw new Error(`${name}: ${method} ${path} → ${response.status} ${text}`)
    return text === '' ? undefined : JSON.parse(text)
  }
  const granted = () => {
    if (!grant) throw new Error(`${name} has no endpoint`)
    return grant
  }
  const endpointId = () => granted().endpointId
  const stream = () => {
    if (!reader) throw new Error(`${name} has no endpoint`)
    return reader
  }
  const events = () => reader?.events ?? []

  const listen = (since: Record<string, string> = {}) => {
    const path = `/api/events?endpoint=${endpointId()}`
    return readEvents((more, signal) =>
      fetch(address() + path, { headers: { ...headers(), ...since, ...more }, signal }),
    )
  }

  const mint = async () => {
    reader?.close()
    const minted = v.parse(EndpointGrant, await ask('POST', '/endpoints'))
    grant = minted
    const opened = listen()
    reader = opened
    await until(`${name}'s stream to open`, () => opened.events.length > 0)
    return minted
  }
  const isEligible: AgentClient['isEligible'] = async (eligible = true) => {
    await until(`${name} to be told: eligible ${eligible}`, () => {
      const state = events().findLast((event) => event.type === 'endpoint.state')
      return state?.eligible === eligible
    })
  }
  const connectDevice = async (device: DeviceOptions = {}) => {
    await control.connectDevice({ token: granted().token, publishing: true, ...device })
    await isEligible(device.publishing ?? true)
  }

  const callsWith = (number: string) =>
    callEvents(events()).filter((call) => call.number === number)
  const storyOf = (number: string) => callsWith(number).map(({ word }) => word)
  const callId = (number: string) => {
    const newest = callsWith(number).at(-1)
    if (newest === undefined) throw new Error(`${name} knows of no call with ${number}`)
    return newest.callId
  }
  const offersTo = async (number: string) => {
    const { offers } = await control.device(endpointId())
    return offers.filter(({ from }) => from === number)
  }
  const tell = async (number: string, word: 'accepted' | 'declined' | 'hangup') => {
    await ask('POST', `/calls/${callId(number)}/${word}`)
  }

  const rings = (number: string) =>
    until(
      `${number} to ring ${name}, whose story of it is “${storyOf(number).join(', ')}”`,
      async () => {
        const newest = callsWith(number).at(-1)
        const offer = (await offersTo(number)).at(-1)
        return newest?.word === 'offered' && offer?.state === 'offered' && newest.callId
      },
    )

  const manner = (automatic: Manner) => control.changeDevice(endpointId(), { automatic })

  return {
    name,
    endpointId,
    events,
    stream,
    streamSince: (lastEventId) => listen({ 'Last-Event-ID': lastEventId }),
    request,
    mint,
    connectDevice,
    goOnline: async (device) => {
      await mint()
      await connectDevice(device)
    },
    sees: async (number, ...story) => {
      await until(`${name} to see “${story.join(', ')}” of ${number}`, () =>
        isDeepStrictEqual(storyOf(number), story),
      ).catch((error: unknown) => {
        const seen = `${name} has seen “${storyOf(number).join(', ')}”.`
        throw new Error(`${seen} ${error instanceof Error ? error.message : ''}`, { cause: error })
      })
    },
    storyOf,
    isEligible,
    rings,
    accept: async (number) => {
      await rings(number)
      await control.accept(endpointId())
      await tell(number, 'accepted')
    },
    decline: async (number) => {
      await rings(number)
      await Promise.all([control.decline(endpointId()), tell(number, 'declined')])
    },
    hangUp: async (number) => {
      // A device without a call says so, as the gateway does.
      await Promise.all([
        control.hangUpDevice(endpointId()).catch(() => {}),
        tell(number, 'hangup'),
      ])
    },
    dial: async (to) => {
      await manner('accept')
      return (await control.requestOutbound(endpointId(), to)).accepted
    },
    offersTo,
    presence: async (state) => {
      await ask('PUT', '/presence', { state })
    },
    snapshot: async () => v.parse(EndpointSnapshot, await ask('GET', `/endpoints/${endpointId()}`)),
    loseSocket: () => control.disconnectDevice(endpointId()),
    release: async () => {
      reader?.close()
      if (grant) await ask('POST', `/endpoints/${grant.endpointId}/release`)
      grant = undefined
    },
  }
}

/** What the stream says of calls, in one word or two each. An offer is the only event that names the number `from`. */
function callEvents(
  events: readonly ApplicationEvent[],
): { callId: string; number: string; word: string }[] {
  return events.flatMap((event) => {
    if (event.type === 'call.offered') {
      return [{ callId: event.callId, number: event.from, word: 'offered' }]
    }
    if (event.type !== 'call.state') return []
    const { callId, number, state, cause } = event
    return [{ callId, number, word: state === 'ended' ? `ended ${cause ?? ''}`.trim() : state }]
  })
}
