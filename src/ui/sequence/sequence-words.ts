import { text, type TextKey } from '../../language/language.ts'
import type { Lane, Step, StepKind } from '../../phone/step.ts'
import { endWords } from '../words.ts'

export const laneWords: Record<Lane, TextKey> = {
  device: 'sequence.device',
  gateway: 'sequence.gateway',
  application: 'sequence.application',
  telephone: 'sequence.telephone',
}

export const kindWords: Record<StepKind, TextKey> = {
  frame: 'sequence.frame',
  request: 'sequence.request',
  event: 'sequence.event',
  webhook: 'sequence.webhook',
  api: 'sequence.api',
  bxml: 'sequence.bxml',
  telephone: 'sequence.telephoneStep',
  state: 'sequence.state',
  warning: 'sequence.warning',
}

const stateWords: Record<string, TextKey> = {
  offline: 'sequence.offline',
  connecting: 'sequence.connecting',
  online: 'sequence.online',
  requesting: 'sequence.requesting',
  ringing: 'sequence.ringing',
  offered: 'sequence.offered',
  accepting: 'sequence.accepting',
  declining: 'sequence.declining',
  connected: 'sequence.connected',
  ended: 'sequence.ended',
}

/** "Ended · Busy" for `ended:busy`; the code itself where there is no word. */
export function describeState(summary: string): string {
  const [status = '', cause] = summary.split(':')
  const key = stateWords[status]
  const word = key ? text(key) : status
  if (cause === undefined) return word
  const causes: Record<string, { label: TextKey }> = endWords
  const label = causes[cause]?.label
  return `${word} · ${label ? text(label) : cause}`
}

/** What a developer who sees it for the first time wants to know of a step; the first pattern that fits. */
const explanations: readonly (readonly [kinds: readonly StepKind[], RegExp, TextKey])[] = [
  [['frame'], /^socket open/, 'sequence.aboutSocketOpen'],
  [['frame'], /^socket closed/, 'sequence.aboutSocketClosed'],
  [['frame'], /^setMediaPreferences/, 'sequence.aboutMediaPreferences'],
  [['frame'], /^answerSdp/, 'sequence.aboutAnswerSdp'],
  [['frame'], /^offerSdp/, 'sequence.aboutOfferSdp'],
  [['frame'], /^sdpOffer/, 'sequence.aboutSdpOffer'],
  [['frame'], /^requestOutboundConnection/, 'sequence.aboutOutbound'],
  [['frame'], /^hangupConnection/, 'sequence.aboutHangup'],
  [['frame'], /^acceptStream/, 'sequence.aboutAccept'],
  [['frame'], /^declineStream/, 'sequence.aboutDecline'],
  [['frame'], /^ready/, 'sequence.aboutReady'],
  [['frame'], /^leave/, 'sequence.aboutLeave'],
  [['request'], /^POST \/api\/endpoints$/, 'sequence.aboutEndpointRequest'],
  [['request'], /accepted$/, 'sequence.aboutAccepted'],
  [['event'], /^endpoint\.state/, 'sequence.aboutEndpointState'],
  [['event'], /^call\.offered/, 'sequence.aboutOffered'],
  [['event'], /^call\.state/, 'sequence.aboutCallState'],
  [['webhook'], /outboundConnectionRequest/, 'sequence.aboutOutboundRequest'],
  [['webhook'], /endpointEligible/, 'sequence.aboutEligible'],
  [['webhook'], /endpointIneligible/, 'sequence.aboutIneligible'],
  [['webhook'], /initiate/, 'sequence.aboutInitiate'],
  [['webhook'], / answer$/, 'sequence.aboutAnswer'],
  [['webhook'], /redirect/, 'sequence.aboutRedirect'],
  [['webhook'], /connectStatus/, 'sequence.aboutConnectStatus'],
  [['webhook'], /disconnect/, 'sequence.aboutDisconnect'],
  [['api'], /POST .*\/endpoints$/, 'sequence.aboutCreateEndpoint'],
  [['api'], /POST .*\/calls$/, 'sequence.aboutCreateCall'],
  [['bxml'], /Connect/, 'sequence.aboutConnect'],
  [['bxml'], /./, 'sequence.aboutBxml'],
]

export function explainStep({ kind, summary, isAnswer }: Step): string | undefined {
  if (isAnswer) return undefined
  const key = explanations.find(([kinds, form]) => kinds.includes(kind) && form.test(summary))?.[2]
  return key && text(key)
}
