import type {
  ConnectingStep,
  Departure,
  DeviceKind,
  EndCause,
  OfflineReason,
} from '../phone/phone-state.ts'
import { formatWait } from './format.ts'

/** What happened, in a sentence, and what the agent can do about it. */
export type Explanation = { what: string; todo: string }

export const offlineWords: Record<OfflineReason, Explanation> = {
  'application-unreachable': {
    what: 'The application did not answer.',
    todo: 'Check the network, then go online again.',
  },
  'application-refused': {
    what: 'The application could not give this phone a device token.',
    todo: 'Go online again in a minute; if it stays so, tell whoever runs the application.',
  },
  'application-protocol': {
    what: 'The application answered something this phone does not understand.',
    todo: 'Go online again; if it happens twice, tell whoever runs the application.',
  },
  'application-stopping': {
    what: 'The application is being restarted.',
    todo: 'Wait half a minute, then go online again.',
  },
  'not-signed-in': {
    what: 'You are not signed in to the application.',
    todo: 'Reload the page to sign in, then go online again.',
  },
  'rate-limited': {
    what: 'This phone has gone online too often.',
    todo: 'Wait a minute, then go online again.',
  },
  'too-many-endpoints': {
    what: 'All phones of this account are taken.',
    todo: 'Take another phone offline, or wait a minute, then go online again.',
  },
  'microphone-blocked': {
    what: 'The browser does not let this page use the microphone.',
    todo: 'Allow the microphone next to the address bar, then go online again.',
  },
  'microphone-missing': {
    what: 'There is no microphone.',
    todo: 'Plug one in or choose another under Media, then go online again.',
  },
  'microphone-busy': {
    what: 'Another program holds the microphone.',
    todo: 'Close it or choose another microphone, then go online again.',
  },
  'gateway-refused': {
    what: 'The Bandwidth gateway refused this phone.',
    todo: 'Go online again for a new token; if that fails too, tell your administrator.',
  },
  'gateway-timeout': {
    what: 'The Bandwidth gateway did not answer in time.',
    todo: 'Check the network, then go online again.',
  },
  'gateway-protocol': {
    what: 'The Bandwidth gateway said something this phone does not understand.',
    todo: 'Go online again; if it happens twice, tell your administrator.',
  },
  'media-failed': {
    what: 'No audio path to Bandwidth could be opened.',
    todo: 'A firewall or VPN may block it: try another network, then go online again.',
  },
  'connection-lost': {
    what: 'The connection to Bandwidth was lost.',
    todo: 'Check the network, then go online again.',
  },
  superseded: {
    what: 'This phone was opened somewhere else.',
    todo: 'Use it there, or go online here to take it back.',
  },
  'endpoint-ended': {
    what: 'Bandwidth ended this phone’s registration.',
    todo: 'Go online again for a new one.',
  },
  'bad-token': {
    what: 'The device token cannot be used.',
    todo: 'Go online again for a new one; if that fails too, tell your administrator.',
  },
  'bad-gateway-address': {
    what: 'The token cannot be sent to that gateway address.',
    todo: 'Use an address that begins with wss:// and holds no token or password.',
  },
}

/** Where the token was pasted there is no application to ask for another, and no administrator. */
const pastedTokenWords: Partial<Record<OfflineReason, Explanation>> = {
  'gateway-refused': {
    what: 'The gateway refused the token, or nothing answers at that address.',
    todo: 'Check both: a token is good for one platform and for a limited time.',
  },
  'bad-token': {
    what: 'The device token cannot be used.',
    todo: 'Paste the whole of a token of BRTC, or of Bandwidth WebRTC version 3.',
  },
  'gateway-protocol': {
    what: 'What answers at that address is no gateway that this phone understands.',
    todo: 'Check the address and the platform of the token, then connect again.',
  },
  'endpoint-ended': {
    what: 'Bandwidth ended this phone’s registration.',
    todo: 'Create a new device token and paste that one.',
  },
}

/** Where the application named the time: how long the wait is. */
const waits: Partial<Record<OfflineReason, (wait: string) => string>> = {
  'rate-limited': (wait) => `Wait ${wait}, then go online again.`,
  'application-stopping': (wait) => `Wait ${wait}, then go online again.`,
  'application-refused': (wait) =>
    `Wait ${wait}, then go online again; if it stays so, tell whoever runs the application.`,
  'too-many-endpoints': (wait) =>
    `Take another phone offline, or wait ${wait}, then go online again.`,
}

export type Failure = Departure & { reason: OfflineReason; isTokenPasted?: boolean }

/** Why the phone is offline although nobody asked it to be. */
export function explainOffline({ reason, retryAfter, isTokenPasted }: Failure): Explanation {
  const words = (isTokenPasted && pastedTokenWords[reason]) || offlineWords[reason]
  const todo = retryAfter === undefined ? undefined : waits[reason]?.(formatWait(retryAfter))
  return { ...words, ...(todo !== undefined && { todo }) }
}

/** `label` follows "Ended"; `todo` is empty where there is nothing to be done. `failed` asks for an alert. */
export const endWords: Record<EndCause, Explanation & { label: string; failed: boolean }> = {
  hangup: { label: 'Hung up', what: 'The call is over.', todo: '', failed: false },
  busy: {
    label: 'Busy',
    what: 'The line is busy.',
    todo: 'Try again in a few minutes.',
    failed: false,
  },
  'no-answer': {
    label: 'No answer',
    what: 'Nobody answered.',
    todo: 'Try again later.',
    failed: false,
  },
  rejected: { label: 'Declined', what: 'The other end declined.', todo: '', failed: false },
  cancelled: {
    label: 'Cancelled',
    what: 'The call was cancelled before it was answered.',
    todo: '',
    failed: false,
  },
  refused: {
    label: 'Not allowed',
    what: 'The application does not allow this call.',
    todo: 'Ask whoever runs it if this number should be open to you.',
    failed: true,
  },
  failed: {
    label: 'Call failed',
    what: 'The phone network could not place the call.',
    todo: 'Check the number and call again; if it fails again, tell your administrator.',
    failed: true,
  },
  'try-later': {
    label: 'Try later',
    what: 'Too many calls are being placed at the moment.',
    todo: 'Wait a minute, then call again.',
    failed: true,
  },
  declined: { label: 'Declined', what: 'You declined the call.', todo: '', failed: false },
  missed: {
    label: 'Missed',
    what: 'The caller gave up before anyone answered.',
    todo: '',
    failed: false,
  },
  'connection-lost': {
    label: 'Connection lost',
    what: 'The connection to Bandwidth was lost during the call.',
    todo: 'Check the network, then call again.',
    failed: true,
  },
  'page-left': {
    label: 'Page left',
    what: 'The call ended when this page was left or reloaded.',
    todo: 'Go online and call again.',
    failed: true,
  },
  'media-failed': {
    label: 'No audio',
    what: 'The audio of the call could not be connected.',
    todo: 'A firewall or VPN may block it: try another network.',
    failed: true,
  },
  'gateway-refused': {
    label: 'Refused by the gateway',
    what: 'The Bandwidth gateway did not take the call.',
    todo: 'Check the number; if it is right, tell your administrator.',
    failed: true,
  },
  'no-application': {
    label: 'Needs an application',
    what: 'With a Bandwidth WebRTC token alone, no call can be placed.',
    todo: 'An application places them: go online through one to call out.',
    failed: true,
  },
  'not-signed-in': {
    label: 'Not signed in',
    what: 'You are no longer signed in, so the call was not placed.',
    todo: 'Reload the page to sign in, then call again.',
    failed: true,
  },
  'application-stopping': {
    label: 'Restarting',
    what: 'The application is being restarted, so the call was not placed.',
    todo: 'Wait half a minute, then call again.',
    failed: true,
  },
  'page-crashed': {
    label: 'Page crashed',
    what: 'The page or the browser broke down during the call.',
    todo: 'Go online and call again if you were not done.',
    failed: true,
  },
}

/** In the order in which they happen. */
export const stepWords: Record<ConnectingStep, { label: string; detail: string }> = {
  token: { label: 'Token', detail: 'from the application' },
  microphone: { label: 'Microphone', detail: 'the browser may ask you' },
  socket: { label: 'Gateway', detail: 'connect to Bandwidth' },
  media: { label: 'Media', detail: 'find a path for the audio' },
  publishing: { label: 'Publishing', detail: 'let Bandwidth hear this phone' },
}

export const deviceWords: Record<DeviceKind, string> = {
  microphone: 'Microphone',
  speaker: 'Speaker',
  ringer: 'Ringer',
}
