import * as v from 'valibot'
import { ApplicationEvent, EndpointGrant } from '../wire/phone-api.ts'
import type { DeviceDoubles, Manner } from '../simulator/device-doubles.ts'
import type { ChaosProcess, Life } from './chaos-process.ts'
import type { ChaosTime } from './chaos-time.ts'

/** What one phone was told, by which stream. */
export type Told = { userId: string; endpointId: string; event: ApplicationEvent }

type Held = {
  endpointId: string
  token: string
  /** Breaks the event stream. */
  hangUpStream?: () => void
  lastEventId?: string
  isEligible: boolean
  /** The application's calls of this endpoint that are not over, oldest first. */
  calls: Map<string, 'offered' | 'dialing' | 'ringing' | 'answered'>
}

/** After a stream has ended the phone opens another one so much later, in milliseconds. */
const streamPause = 1_000

export const publicUrl = 'https://phone.test'

/** An agent with a phone: a device at the gateway and an event stream, each of which can be lost without the other. */
export function createChaosPhone(options: {
  userId: string
  time: ChaosTime
  process: ChaosProcess
  devices: DeviceDoubles
  onTold: (told: Told) => void
  /** The agent tells the application that a call is over. */
  onGivenUp: (callId: string) => void
}) {
  const { userId, time, process, devices, onTold, onGivenUp } = options
  let held: Held | undefined
  let isGoingOnline = false
  let manner: Manner = 'ignore'

  /** Undefined where no process answers. */
  const ask = async (
    method: string,
    path: string,
    body?: object,
    more: Record<string, string> = {},
  ) => {
    const life = process.current()
    const headers = {
      'x-test-user': userId,
      ...(body && { 'Content-Type': 'application/json' }),
      ...more,
    }
    const init = { method, headers, ...(body && { body: JSON.stringify(body) }) }
    const response = await life?.app.fetch(new Request(`${publicUrl}${path}`, init))
    return life?.isAlive() ? response : undefined
  }

  const online = async () => {
    if (held || isGoingOnline) return
    isGoingOnline = true
    const response = await ask('POST', '/api/endpoints')
    isGoingOnline = false
    if (response?.status !== 201) return
    const { endpointId, token } = v.parse(EndpointGrant, await response.json())
    held = { endpointId, token, isEligible: false, calls: new Map() }
    connect(held)
    void listen(held)
  }

  const connect = ({ token }: Held) =>
    devices.connect(token, { publishing: true, automatic: manner, uniqueId: userId })

  const offline = (tells: boolean) => {
    if (!held) return
    const { endpointId, hangUpStream } = held
    held = undefined
    devices.leave(endpointId)
    hangUpStream?.()
    if (tells) void ask('DELETE', `/api/endpoints/${endpointId}`)
  }

  const listen = async (phone: Held) => {
    if (held !== phone) return
    const life = process.current()
    const { lastEventId } = phone
    const path = `/api/events?endpoint=${phone.endpointId}`
    const headers = lastEventId === undefined ? {} : { 'Last-Event-ID': lastEventId }
    const response = await ask('GET', path, undefined, headers)
    if (held !== phone) return
    if (response?.status === 404) {
      offline(false)
      return
    }
    if (response?.ok && life) await readStream(phone, response, life)
    time.clock.after(streamPause, () => void listen(phone))
  }

  const readStream = async (phone: Held, response: Response, { connections, isAlive }: Life) => {
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    if (!reader) return
    let text = ''
    let isBroken = false
    const breakOff = () => {
      isBroken = true
      connections.delete(breakOff)
      reader.cancel().catch(() => {})
    }
    phone.hangUpStream = breakOff
    connections.add(breakOff)
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      if (isBroken || !isAlive()) return
      text += chunk.value
      const messages = text.split('\n\n')
      text = messages.pop() ?? ''
      for (const message of messages) read(phone, message)
    }
  }

  const read = (phone: Held, message: string) => {
    const field = (name: string) =>
      message
        .split('\n')
        .find((line) => line.startsWith(`${name}: `))
        ?.slice(name.length + 2)
    const data = field('data')
    if (data === undefined) return
    const event = v.parse(ApplicationEvent, JSON.parse(data))
    const id = field('id')
    if (id !== undefined) phone.lastEventId = id
    onTold({ userId, endpointId: phone.endpointId, event })
    if (event.type === 'endpoint.state') phone.isEligible = event.eligible
    if (event.type === 'call.offered') phone.calls.set(event.callId, 'offered')
    if (event.type !== 'call.state') return
    if (event.state === 'ended') phone.calls.delete(event.callId)
    else phone.calls.set(event.callId, event.state)
  }

  const latestCall = () => [...(held?.calls ?? [])].at(-1)?.[0]

  /** The agent acts on the device, and on the latest call that the application has told of. */
  const act = (
    work: (endpointId: string) => boolean,
    word: 'accepted' | 'declined' | 'hangup',
    tells: boolean,
  ) => {
    if (!held) return
    const isDone = work(held.endpointId)
    const callId = latestCall()
    if (tells && callId !== undefined && (isDone || word === 'hangup')) {
      if (word !== 'accepted') onGivenUp(callId)
      void ask('POST', `/api/calls/${callId}/${word}`)
    }
  }

  return {
    userId,
    endpointId: () => held?.endpointId,
    /** As the phone shows it. */
    isEligible: () => held?.isEligible ?? false,
    online,
    offline,
    accept: (tells: boolean) => act(devices.accept, 'accepted', tells),
    decline: (tells: boolean) => act(devices.decline, 'declined', tells),
    hangUp: (tells: boolean) => act(devices.hangUp, 'hangup', tells),
    dial: (number: string) => {
      if (held) void devices.requestOutbound(held.endpointId, number)
    },
    setManner: (next: Manner) => {
      manner = next
      if (held) devices.change(held.endpointId, { automatic: next })
    },
    setPresence: (state: 'available' | 'away') => void ask('PUT', '/api/presence', { state }),
    breakStream: () => held?.hangUpStream?.(),
    breakSocket: () => {
      if (!held) return
      devices.leave(held.endpointId)
      connect(held)
    },
    /** Tries to read and to end what belongs to another agent. @returns the statuses of the answers */
    pry: async (endpointId: string, callId: string | undefined) => {
      const paths = [
        ['GET', `/api/endpoints/${endpointId}`],
        ['GET', `/api/events?endpoint=${endpointId}`],
        ...(callId === undefined ? [] : [['POST', `/api/calls/${callId}/hangup`]]),
      ] as const
      const answers = await Promise.all(
        paths.map(([method, path]) => ask(method ?? '', path ?? '')),
      )
      return answers.flatMap((answer) => (answer ? [answer.status] : []))
    },
    latestCall,
  }
}

export type ChaosPhone = ReturnType<typeof createChaosPhone>
