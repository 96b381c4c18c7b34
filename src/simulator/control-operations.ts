import type * as v from 'valibot'
import {
  ApplicationSettings,
  ArrivedDevice,
  CallPlacement,
  CallsAnswer,
  ClockAdvance,
  ClockAnswer,
  ConnectedDevicesAnswer,
  DeviceAnswer,
  DeviceArrival,
  DeviceChange,
  DevicesAnswer,
  FaultOrder,
  FaultsAnswer,
  HeardAnswer,
  JournalAnswer,
  OutboundAnswer,
  OutboundRequest,
  PlacedCall,
  TelephoneOrder,
  TelephonesAnswer,
} from './control-messages.ts'
import { Disturbance } from './disturbance.ts'
import { SwitchChanges, SwitchStates } from './switch-changes.ts'
import { TelephoneAct } from './telephones.ts'

/** What the control API can be asked for. */
export type ControlOperation = {
  summary: string
  /** JSON; what it is not is answered with 400. */
  body?: v.GenericSchema
  query?: Readonly<Record<string, string>>
  /** Of the answer where all is well. */
  status: 200 | 201 | 204
  answer?: v.GenericSchema
  /** A stream of events instead of an answer. */
  streams?: true
  /** Why it is refused, beside a bad body. */
  refusals?: Readonly<Partial<Record<403 | 404 | 409, string>>>
}

const noDevice = { 409: 'No such device is connected.' }
const noOffer = { 409: 'No call is offered to the device.' }

/**
 * The whole of the control API, by method and path: the routes take their bodies by it, the client its answers, and the
 * OpenAPI document is made of it.
 */
export const controlOperations = {
  'PUT /application': {
    summary: 'Sets the voice application that inbound calls are told to.',
    body: ApplicationSettings,
    status: 204,
  },
  'GET /calls': {
    summary: 'Lists the calls that live, oldest first.',
    status: 200,
    answer: CallsAnswer,
  },
  'POST /calls': {
    summary: 'Somebody calls one of the account’s numbers: the first unless told otherwise.',
    body: CallPlacement,
    status: 201,
    answer: PlacedCall,
    refusals: { 409: 'No application is configured.' },
  },
  'POST /calls/:callId/acts': {
    summary: 'Somebody at the telephone at the far end of the call acts.',
    body: TelephoneAct,
    status: 204,
    refusals: { 404: 'No such call lives.', 409: 'The call is at no moment for it.' },
  },
  'GET /telephones': {
    summary: 'Lists the numbers whose telephones have been told how to react.',
    status: 200,
    answer: TelephonesAnswer,
  },
  'PUT /telephones/:number': {
    summary: 'Tells the telephone at a number how to react to its next calls.',
    body: TelephoneOrder,
    status: 204,
  },
  'DELETE /telephones/:number': { summary: 'The telephone reacts as usual again.', status: 204 },
  'GET /gateway/devices': {
    summary: 'Lists the devices that have a socket.',
    status: 200,
    answer: ConnectedDevicesAnswer,
  },
  'POST /gateway/disturbances': {
    summary: 'Befalls connected devices at once: the one of an endpoint, or all.',
    body: Disturbance,
    status: 204,
    refusals: { 409: 'No device is connected that this can befall.' },
  },
  'GET /devices/:endpointId/heard': {
    summary:
      'Tells what the telephone hears of the device just now, and has heard since it was connected.',
    status: 200,
    answer: HeardAnswer,
    refusals: { 404: 'No telephone is connected to the device.' },
  },
  'GET /devices': {
    summary: 'Lists the device doubles: devices without sockets and media.',
    status: 200,
    answer: DevicesAnswer,
  },
  'POST /devices': {
    summary: 'A device double connects.',
    body: DeviceArrival,
    status: 201,
    answer: ArrivedDevice,
    refusals: { 403: 'The gateway refuses the token.', 409: 'Another device has the endpoint.' },
  },
  'GET /devices/:endpointId': {
    summary: 'Shows a device double, and all that it was offered.',
    status: 200,
    answer: DeviceAnswer,
    refusals: { 404: 'No such device.' },
  },
  'PUT /devices/:endpointId': {
    summary: 'Changes what a device double publishes, and does by itself.',
    body: DeviceChange,
    status: 204,
    refusals: noDevice,
  },
  'DELETE /devices/:endpointId': {
    summary: 'A device double loses its socket.',
    status: 204,
    refusals: noDevice,
  },
  'POST /devices/:endpointId/accept': {
    summary: 'A device double accepts the call that it is offered.',
    status: 204,
    refusals: noOffer,
  },
  'POST /devices/:endpointId/decline': {
    summary: 'A device double declines the call that it is offered.',
    status: 204,
    refusals: noOffer,
  },
  'POST /devices/:endpointId/hangup': {
    summary: 'A device double hangs up, or declines what it is offered.',
    status: 204,
    refusals: { 409: 'The device has no call.' },
  },
  'POST /devices/:endpointId/outbound': {
    summary:
      'A device double asks for an outbound call; answered when the application has answered.',
    body: OutboundRequest,
    status: 200,
    answer: OutboundAnswer,
    refusals: noDevice,
  },
  'GET /journal': {
    summary: 'Gives what went by, of the last 2,000 entries.',
    query: { after: 'The id of an entry: only what came after it.' },
    status: 200,
    answer: JournalAnswer,
  },
  'GET /journal/stream': {
    summary:
      'Streams what goes by, as server-sent events whose ids are those of the entries; all that is kept comes first, or what came after Last-Event-ID.',
    status: 200,
    streams: true,
  },
  'GET /clock': { summary: 'Tells the time.', status: 200, answer: ClockAnswer },
  'POST /clock': {
    summary:
      'Moves the clock ahead, milliseconds; answered when what fell due has had its consequences.',
    body: ClockAdvance,
    status: 200,
    answer: ClockAnswer,
  },
  'GET /switches': {
    summary: 'Shows how every fact is set that no source settles.',
    status: 200,
    answer: SwitchStates,
  },
  'PATCH /switches': {
    summary: 'Sets some of them, from now on.',
    body: SwitchChanges,
    status: 200,
    answer: SwitchStates,
  },
  'GET /faults': {
    summary: 'Lists the faults on order that have not happened as often as they were ordered.',
    status: 200,
    answer: FaultsAnswer,
  },
  'POST /faults': {
    summary: 'Orders faults, beside those that are on order.',
    body: FaultOrder,
    status: 200,
    answer: FaultsAnswer,
  },
  'DELETE /faults': { summary: 'Takes all faults back, and lets go what they hold.', status: 204 },
  'POST /reset': {
    summary:
      'Forgets calls, endpoints, faults and journal without a word to the application; switches are as at the start.',
    status: 204,
  },
  'GET /openapi.json': { summary: 'This document.', status: 200 },
} as const satisfies Record<string, ControlOperation>

export type ControlOperationName = keyof typeof controlOperations

type Operations = typeof controlOperations
/** Those that take a body. */
export type BodyOperationName = {
  [Name in ControlOperationName]: Operations[Name] extends { body: v.GenericSchema } ? Name : never
}[ControlOperationName]
/** A body as the server reads it. */
export type BodyOf<Name extends BodyOperationName> = v.InferOutput<Operations[Name]['body']>
export type AnswerOf<Name extends ControlOperationName> = Operations[Name] extends {
  answer: infer Answer extends v.GenericSchema
}
  ? v.InferOutput<Answer>
  : undefined
