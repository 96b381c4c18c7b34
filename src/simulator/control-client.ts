import * as v from 'valibot'
import type { LiveCall } from './cloud.ts'
import {
  ControlError,
  type ApplicationSettings,
  type CallPlacement,
  type DeviceArrival,
  type DeviceChange,
  type FaultOrder,
  type FaultsAnswer,
} from './control-messages.ts'
import {
  controlOperations,
  type AnswerOf,
  type ControlOperation,
  type ControlOperationName,
} from './control-operations.ts'
import type { DeviceDouble } from './device-doubles.ts'
import type { Disturbance } from './disturbance.ts'
import type { ConnectedDevice } from './gateway.ts'
import type { JournalEntry } from './journal.ts'
import type { Heard } from './media-plane.ts'
import type { Switches } from './switches.ts'
import type { Reaction, TelephoneAct } from './telephones.ts'

/** A control API that said no. */
export class ControlFailure extends Error {
  override readonly name = 'ControlFailure'
  readonly status: number
  /** In the words of the control API. */
  readonly reason: string

  constructor(message: string, { status, reason }: { status: number; reason: string }) {
    super(message)
    this.status = status
    this.reason = reason
  }
}

/** The simulator's control API, typed. Every method rejects with ControlFailure where the answer is not 2xx. */
export interface ControlClient {
  configureApplication: (settings: ApplicationSettings) => Promise<void>
  /** Somebody calls; `to` is the account's first number unless told otherwise. */
  placeCall: (placement: CallPlacement) => Promise<{ callId: string }>
  liveCalls: () => Promise<readonly LiveCall[]>
  /** Somebody at the telephone at the far end acts. */
  act: (callId: string, act: TelephoneAct) => Promise<void>
  /** By the telephone at the far end. */
  hangUp: (callId: string) => Promise<void>
  /** How the telephone at that number reacts to its next calls. */
  orderTelephone: (number: string, reaction: Reaction) => Promise<void>
  /** The device is not publishing, and does nothing by itself, unless told otherwise. */
  connectDevice: (arrival: DeviceArrival) => Promise<{ endpointId: string; deviceId: string }>
  devices: () => Promise<readonly DeviceDouble[]>
  device: (endpointId: string) => Promise<DeviceDouble>
  changeDevice: (endpointId: string, change: DeviceChange) => Promise<void>
  accept: (endpointId: string) => Promise<void>
  decline: (endpointId: string) => Promise<void>
  hangUpDevice: (endpointId: string) => Promise<void>
  /** Resolves when the application has answered the webhook. */
  requestOutbound: (endpointId: string, to: string) => Promise<{ accepted: boolean }>
  /** Its socket is lost. */
  disconnectDevice: (endpointId: string) => Promise<void>
  /** What the telephone at the far end of that endpoint's device hears. @throws ControlFailure where there is none */
  heard: (endpointId: string) => Promise<Heard>
  /** Those with a socket. */
  connectedDevices: () => Promise<readonly ConnectedDevice[]>
  /** Befalls connected devices at once. @throws ControlFailure where there is none that it can befall */
  disturb: (disturbance: Disturbance) => Promise<void>
  /** What came after that entry. */
  journal: (after?: number) => Promise<readonly JournalEntry[]>
  /** Resolves when what fell due has had its consequences. */
  advance: (milliseconds: number) => Promise<{ now: number }>
  switches: () => Promise<Switches>
  changeSwitches: (changes: Partial<Switches>) => Promise<Switches>
  faults: () => Promise<FaultsAnswer>
  addFaults: (order: FaultOrder) => Promise<FaultsAnswer>
  clearFaults: () => Promise<void>
  reset: () => Promise<void>
}

/** @param base the `control` of the simulator's addresses */
export function createControlClient(
  base: string,
  fetch: (request: Request) => Promise<Response> = (request) => globalThis.fetch(request),
): ControlClient {
  async function call<Name extends ControlOperationName>(
    name: Name,
    request: { at?: string; after?: number; body?: unknown } = {},
  ): Promise<AnswerOf<Name>> {
    const { at = '', after, body } = request
    const [method, path = ''] = name.split(' ')
    const query = after === undefined ? '' : `?after=${after}`
    const url = base + path.replace(/:\w+/, encodeURIComponent(at)) + query
    const response = await fetch(
      new Request(url, {
        ...(method !== undefined && { method }),
        ...(body !== undefined && {
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify(body),
        }),
      }),
    )
    const text = await response.text()
    const answer: unknown = text === '' ? undefined : JSON.parse(text)
    if (!response.ok) {
      const { error } = v.parse(ControlError, answer)
      const { status } = response
      throw new ControlFailure(`${name} → ${status} ${error}`, { status, reason: error })
    }
    const operation: ControlOperation = controlOperations[name]
    // The schema is the operation's, which the compiler cannot follow through a variable.
    return (operation.answer ? v.parse(operation.answer, answer) : undefined) as AnswerOf<Name>
  }

  return {
    configureApplication: (body) => call('PUT /application', { body }),
    placeCall: (body) => call('POST /calls', { body }),
    liveCalls: async () => (await call('GET /calls')).calls,
    act: (at, body) => call('POST /calls/:callId/acts', { at, body }),
    hangUp: (at) => call('POST /calls/:callId/acts', { at, body: { type: 'hang-up' } }),
    orderTelephone: (at, reaction) => call('PUT /telephones/:number', { at, body: { reaction } }),
    connectDevice: (body) => call('POST /devices', { body }),
    devices: async () => (await call('GET /devices')).devices,
    device: (at) => call('GET /devices/:endpointId', { at }),
    changeDevice: (at, body) => call('PUT /devices/:endpointId', { at, body }),
    accept: (at) => call('POST /devices/:endpointId/accept', { at }),
    decline: (at) => call('POST /devices/:endpointId/decline', { at }),
    hangUpDevice: (at) => call('POST /devices/:endpointId/hangup', { at }),
    requestOutbound: (at, to) => call('POST /devices/:endpointId/outbound', { at, body: { to } }),
    disconnectDevice: (at) => call('DELETE /devices/:endpointId', { at }),
    heard: (at) => call('GET /devices/:endpointId/heard', { at }),
    connectedDevices: async () => (await call('GET /gateway/devices')).devices,
    disturb: (body) => call('POST /gateway/disturbances', { body }),
    journal: async (after) =>
      (await call('GET /journal', after === undefined ? {} : { after })).entries,
    advance: (advance) => call('POST /clock', { body: { advance } }),
    switches: () => call('GET /switches'),
    changeSwitches: (body) => call('PATCH /switches', { body }),
    faults: () => call('GET /faults'),
    addFaults: (body) => call('POST /faults', { body }),
    clearFaults: () => call('DELETE /faults'),
    reset: () => call('POST /reset'),
  }
}
