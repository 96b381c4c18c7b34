import type { Lane, Step, StepKind } from '../../phone/step.ts'
import { endWords } from '../words.ts'

export const laneWords: Record<Lane, string> = {
  device: 'This phone',
  gateway: 'Bandwidth',
  application: 'Application',
  telephone: 'Phone network',
}

export const kindWords: Record<StepKind, string> = {
  frame: 'Gateway frame',
  request: 'Request to the application',
  event: 'Event of the application',
  webhook: 'Webhook',
  api: 'API call',
  bxml: 'BXML',
  telephone: 'Telephone',
  state: 'This phone',
  warning: 'Trouble',
}

export const sequenceWords = {
  call: 'Call',
  noCall: 'Between the calls',
  now: 'Now',
  reveal: 'Numbers and SDP',
  what: 'Mermaid',
  diagram: 'Sequence of the call',
  empty: 'Nothing has gone by yet. Go online, or call: every step appears here as it happens.',
  ownLanes:
    'Seen from this phone: what Bandwidth and the application say to each other does not pass it.',
  answer: 'answer',
  to: 'to',
  legend: 'Colours',
  noMessage: 'There is no more to it than this line.',
}

const stateWords: Record<string, string> = {
  offline: 'Offline',
  connecting: 'Connecting',
  online: 'Online',
  requesting: 'Requesting',
  ringing: 'Ringing',
  offered: 'Rings here',
  accepting: 'Accepting',
  declining: 'Declining',
  connected: 'In call',
  ended: 'Ended',
}

/** "Ended · Busy" for `ended:busy`; the code itself where there is no word. */
export function describeState(summary: string): string {
  const [status = '', cause] = summary.split(':')
  const word = stateWords[status] ?? status
  if (cause === undefined) return word
  const causes: Record<string, { label: string }> = endWords
  return `${word} · ${causes[cause]?.label ?? cause}`
}

/** What a developer who sees it for the first time wants to know of a step; the first pattern that fits. */
const explanations: readonly (readonly [kinds: readonly StepKind[], RegExp, string])[] = [
  [
    ['frame'],
    /^socket open/,
    'The gateway took the device token, which is in the address of the socket and nowhere else.',
  ],
  [['frame'], /^socket closed/, 'The gateway session is over.'],
  [
    ['frame'],
    /^setMediaPreferences/,
    'The first call on every socket: the device speaks WebRTC, and gets two offers in return – one peer to publish on, one to listen to.',
  ],
  [
    ['frame'],
    /^answerSdp/,
    'The device’s half of the negotiation of one of the two peer connections.',
  ],
  [
    ['frame'],
    /^offerSdp/,
    'The device publishes its microphone: it offers a track on the publish peer.',
  ],
  [
    ['frame'],
    /^sdpOffer/,
    'Bandwidth adds or takes away the track of a far end. Who it is stands in trackMetadata.',
  ],
  [
    ['frame'],
    /^requestOutboundConnection/,
    'The phone wants a call. Bandwidth asks the application; “accepted” says nothing about who is called.',
  ],
  [['frame'], /^hangupConnection/, 'The phone leaves the call.'],
  [['frame'], /^acceptStream/, 'The agent took the call.'],
  [['frame'], /^declineStream/, 'The agent did not take the call.'],
  [['frame'], /^ready/, 'For information only: it may come early, late, twice or never.'],
  [['frame'], /^leave/, 'The phone says goodbye before it closes the socket.'],
  [
    ['request'],
    /^POST \/api\/endpoints$/,
    'The phone asks its application for an endpoint and a device token: the secrets of the account stay there.',
  ],
  [['request'], /accepted$/, 'The application is told that the agent took the call.'],
  [
    ['event'],
    /^endpoint\.state/,
    'Whether Bandwidth hears this phone: only then do calls ring here.',
  ],
  [['event'], /^call\.offered/, 'The application has chosen this phone for a caller.'],
  [
    ['event'],
    /^call\.state/,
    'Busy, no answer and the like are never said on the gateway socket: the application tells them.',
  ],
  [
    ['webhook'],
    /outboundConnectionRequest/,
    'Bandwidth asks the application to place the call that the phone wants.',
  ],
  [
    ['webhook'],
    /endpointEligible/,
    'Bandwidth hears the audio of this phone: calls can ring here.',
  ],
  [['webhook'], /endpointIneligible/, 'This phone cannot be rung: it is busy or silent.'],
  [
    ['webhook'],
    /initiate/,
    'Somebody calls a number of the account: Bandwidth asks what to do, and the answer is BXML.',
  ],
  [
    ['webhook'],
    / answer$/,
    'The callee answered: Bandwidth asks what to do, and the answer is BXML.',
  ],
  [['webhook'], /redirect/, 'The verb before is done; Bandwidth asks for the next ones.'],
  [['webhook'], /connectStatus/, 'How far the connection to this phone has come.'],
  [['webhook'], /disconnect/, 'The call is over, and why.'],
  [
    ['api'],
    /POST .*\/endpoints$/,
    'The application creates an endpoint at Bandwidth; the answer holds the device token.',
  ],
  [['api'], /POST .*\/calls$/, 'The application places the call to the telephone.'],
  [
    ['bxml'],
    /Connect/,
    'The application’s answer: connect this phone, and when that is over, ask again at the address of Redirect.',
  ],
  [['bxml'], /./, 'The application’s answer: what Bandwidth does with the call.'],
]

export function explainStep({ kind, summary, isAnswer }: Step): string | undefined {
  if (isAnswer) return undefined
  return explanations.find(([kinds, form]) => kinds.includes(kind) && form.test(summary))?.[2]
}
