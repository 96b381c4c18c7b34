import type { LiveCall } from '../simulator/cloud.ts'
import type {
  ApplicationSettings,
  CallPlacement,
  CallsAnswer,
  ConnectedDevicesAnswer,
  ControlError,
  DeviceArrival,
  DeviceChange,
  DevicesAnswer,
  FaultOrder,
  FaultsAnswer,
  JournalAnswer,
} from '../simulator/control-messages.ts'
import type { DeviceDouble } from '../simulator/device-doubles.ts'
import type { Heard } from '../simulator/media-plane.ts'
import type { Disturbance } from '../simulator/disturbance.ts'
import type { ConnectedDevice } from '../simulator/gateway.ts'
import type { JournalEntry } from '../simulator/journal.ts'
import type { Switches } from '../simulator/switches.ts'

/** A control API that said no. */
export class ControlFailure extends Error {
  override readonly name = 'ControlFailure'
  readonly status: number

  constructor(message: string, status: number) {
    super(message)
    this.status = status
  }
}

/** The simulator's control API, typed. Every method rejects with ControlFailure where the answer is not 2xx. */
export interface ControlClient {
  configureApplication: (settings: ApplicationSettings) => Promise<void>
  /** Somebody calls; `to` is the account's first number unless told otherwise. */
  placeCall: (placement: CallPlacement) => Promise<{ callId: string }>
  liveCalls: () => Promise<readonly LiveCall[]>
  /** By the telephone at the far end. */
  hangUp: (callId: string) => Promise<void>
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
  async function call(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(
      new Request(base + path, {
        method,
        ...(body !== undefined && {
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify(body),
        }),
      }),
    )
    const text = await response.text()
    const answer: unknown = text === '' ? undefined : JSON.parse(text)
    if (response.ok) return answer
    const { error } = answer as ControlError
    throw new ControlFailure(`${method} ${path} → ${response.status} ${error}`, response.status)
  }

  const device = (endpointId: string) => `/devices/${encodeURIComponent(endpointId)}`
  const act = async (method: string, path: string, body?: unknown) => {
    await call(method, path, body)
  }

  return {
    configureApplication: (settings) => act('PUT', '/application', settings),
    placeCall: async (placement) => (await call('POST', '/calls', placement)) as { callId: string },
    liveCalls: async () => ((await call('GET', '/calls')) as CallsAnswer).calls,
    hangUp: (callId) => act('POST', `/calls/${encodeURIComponent(callId)}/hangup`),
    connectDevice: async (arrival) =>
      (await call('POST', '/devices', arrival)) as { endpointId: string; deviceId: string },
    devices: async () => ((await call('GET', '/devices')) as DevicesAnswer).devices,
    device: async (endpointId) => (await call('GET', device(endpointId))) as DeviceDouble,
    changeDevice: (endpointId, change) => act('PUT', device(endpointId), change),
    accept: (endpointId) => act('POST', `${device(endpointId)}/accept`),
    decline: (endpointId) => act('POST', `${device(endpointId)}/decline`),
    hangUpDevice: (endpointId) => act('POST', `${device(endpointId)}/hangup`),
    requestOutbound: async (endpointId, to) =>
      (await call('POST', `${device(endpointId)}/outbound`, { to })) as { accepted: boolean },
    disconnectDevice: (endpointId) => act('DELETE', device(endpointId)),
    heard: async (endpointId) => (await call('GET', `${device(endpointId)}/heard`)) as Heard,
    connectedDevices: async () =>
      ((await call('GET', '/gateway/devices')) as ConnectedDevicesAnswer).devices,
    disturb: (disturbance) => act('POST', '/gateway/disturbances', disturbance),
    journal: async (after = 0) =>
      ((await call('GET', `/journal?after=${after}`)) as JournalAnswer).entries,
    advance: async (milliseconds) =>
      (await call('POST', '/clock', { advance: milliseconds })) as { now: number },
    switches: async () => (await call('GET', '/switches')) as Switches,
    changeSwitches: async (changes) => (await call('PATCH', '/switches', changes)) as Switches,
    faults: async () => (await call('GET', '/faults')) as FaultsAnswer,
    addFaults: async (order) => (await call('POST', '/faults', order)) as FaultsAnswer,
    clearFaults: () => act('DELETE', '/faults'),
    reset: () => act('POST', '/reset'),
  }
}
