import type { BrtcErrorCode } from '../../brtc/errors.ts'
import type { EndCause, NoticeCode, OfflineReason } from '../../phone/phone-state.ts'
import type { ApplicationError } from '../../wire/phone-api.ts'
import type { Explanation } from '../words.ts'
import type { CheckCode, CodeFamily, Fatality, Reaction, RecordCode } from './error-catalogue.ts'

export const catalogueWords = {
  title: 'Codes',
  intro:
    'Each code stays the same when its sentence changes. Seen in an alert, it leads here; in the log, it stands in brackets.',
  search: 'Find a code',
  none: 'No code fits that.',
  phone: 'The phone',
  you: 'You',
  nothingToDo: 'Nothing needs to be done.',
}

export const familyWords: Record<CodeFamily, { title: string; about: string }> = {
  offline: { title: 'Offline', about: 'Why the phone is offline although nobody asked it to be.' },
  end: { title: 'End of a call', about: 'Why a call is over, or did not come about.' },
  notice: { title: 'Notices', about: 'What the phone says in passing; it can be dismissed.' },
  records: { title: 'Calls and contacts', about: 'Why they are not kept in this browser.' },
  check: { title: 'Checks', about: 'What the checks before work find besides the above.' },
  client: { title: 'BRTC client', about: 'What the client of the gateway says, in the log.' },
  answer: {
    title: 'Application',
    about: 'What the application answers to a request of the phone.',
  },
}

export const fatalityWords: Record<Fatality, string> = {
  session: 'Ends the stay online',
  connection: 'Ends the connection',
  call: 'Ends the call',
  nothing: 'Ends nothing',
}

const waitsForYou =
  'It gives the endpoint and the microphone back, and stays offline until you go online again.'
const forgets = 'It sends nothing, and forgets the token.'

const offline = (phone: string): Reaction => ({ ends: 'session', phone })
/** As `phone/recovery/decide-recovery.ts` has it. */
const comesBack = (often: string) =>
  offline(
    `It stops going online; where it was online already, it tries to come back ${often} first.`,
  )
const longest = comesBack('for about five minutes')

export const offlineReactions: Record<OfflineReason, Reaction> = {
  'application-unreachable': longest,
  'application-refused': comesBack('eight times'),
  'application-protocol': comesBack('three times'),
  'application-stopping': longest,
  'not-signed-in': offline(waitsForYou),
  'rate-limited': longest,
  'too-many-endpoints': comesBack('five times'),
  'microphone-blocked': offline(waitsForYou),
  'microphone-missing': offline(waitsForYou),
  'microphone-busy': offline(waitsForYou),
  'gateway-refused': longest,
  'gateway-timeout': longest,
  'gateway-protocol': comesBack('twice'),
  'media-failed': comesBack('twice'),
  'connection-lost': comesBack('for up to five minutes'),
  superseded: offline('It leaves the gateway to the other one, and does not fight for it.'),
  'endpoint-ended': comesBack('twice'),
  'bad-token': offline(
    `${forgets} Where it was online already, it asks the application for another first.`,
  ),
  'bad-gateway-address': offline(forgets),
}

const told: Reaction = { ends: 'call', phone: 'It shows the end, and is ready for the next call.' }
const cleaned: Reaction = {
  ends: 'call',
  phone:
    'It ends the call at the gateway and in the application, so that nobody is left on the line.',
}
const notPlaced: Reaction = { ends: 'call', phone: 'It gives the call up; nobody was rung.' }

export const endReactions: Record<EndCause, Reaction> = {
  hangup: told,
  busy: { ends: 'call', phone: 'It plays the busy tone for a moment, and is ready again.' },
  'no-answer': told,
  rejected: told,
  cancelled: cleaned,
  refused: notPlaced,
  failed: told,
  'try-later': notPlaced,
  declined: {
    ends: 'call',
    phone:
      'It declines at the gateway and in the application, which lets the caller hear the next.',
  },
  missed: { ends: 'call', phone: 'It stops ringing, and counts the call as missed.' },
  'connection-lost': {
    ends: 'call',
    phone: 'It goes on with the sound alone as long as there is any, and then ends the call.',
  },
  'page-left': {
    ends: 'call',
    phone: 'It hangs up while the page goes, and tells it when the page is there again.',
  },
  'page-crashed': {
    ends: 'call',
    phone: 'It closes the call in the history when a page is there again.',
  },
  'media-failed': cleaned,
  'gateway-refused': notPlaced,
  'no-application': notPlaced,
  'not-signed-in': notPlaced,
  'application-stopping': notPlaced,
}

const notice = (phone: string): Reaction => ({ ends: 'nothing', phone })
const notDialled = notice('It sends nothing; the number stays in the field.')
const inSilence = notice('It goes on with the call, in silence.')
const keepsDevice = notice('It goes on with the device from before.')

export const noticeReactions: Record<NoticeCode, Reaction> = {
  'number-empty': notDialled,
  'number-too-short': notDialled,
  'number-too-long': notDialled,
  'number-not-a-number': notDialled,
  'number-emergency': notDialled,
  'offline-cannot-dial': notDialled,
  'reconnecting-cannot-dial': notDialled,
  'busy-cannot-dial': notDialled,
  'number-plan-unavailable': notDialled,
  'digits-not-sent': notice('It goes on with the call.'),
  'digits-left-out': notice('It sends the keys that there are.'),
  'digits-too-many': notice('It sends none of them.'),
  'microphone-change-failed': keepsDevice,
  'microphone-change-blocked': keepsDevice,
  'microphone-change-busy': keepsDevice,
  'microphone-lost': notice('It goes on with the call, in silence, and takes the next microphone.'),
  'microphone-revoked': inSilence,
  'microphone-taken': inSilence,
  'microphone-silent': notice('It goes on, and takes the notice back once it hears something.'),
  'device-gone': notice('It goes on with the next device, the call too.'),
  'device-back': notice('It goes on with the device in its place until you choose.'),
  'device-restored': notice('It goes on with the device that you had chosen.'),
  'default-changed': notice('It goes on with the new default, as nothing else was chosen.'),
  'output-change-failed': keepsDevice,
  'second-call-declined': notice('It declines the second call, and goes on with the first.'),
  'application-events-lost': notice('It tries to be told again, every three seconds.'),
  'presence-not-changed': notice('It keeps what was chosen before.'),
  'preferences-not-kept': notice('It uses them until the page is closed.'),
}

const unkept = notice('It keeps calls and contacts until the page is closed, and works on.')

export const recordReactions: Record<RecordCode, Reaction> = {
  'records-full': unkept,
  'records-refused': unkept,
  'records-newer-version': notice(
    'It leaves what is kept as it is, and works on without it until the page is reloaded.',
  ),
}

const verdict = notice('It says so in the report of the check.')

export const checkReactions: Record<CheckCode, Reaction> = {
  relayed: verdict,
  'over-tcp': verdict,
  'slow-path': verdict,
  'path-unknown': verdict,
  'not-eligible': verdict,
  'application-quiet': verdict,
  'not-cleaned-up': verdict,
  'not-recorded': verdict,
  'not-played': verdict,
}

export const clientWords: Record<BrtcErrorCode, Explanation> = {
  'bad-token': {
    what: 'The device token has no three parts, as a JWT has.',
    todo: 'Look at what the application hands out as a token.',
  },
  'handshake-failed': {
    what: 'The socket closed before it was open.',
    todo: 'A browser hides if it was the token, another device or the network: go online once more.',
  },
  timeout: {
    what: 'The gateway did not answer in time.',
    todo: 'Look at the network; the message names the wait and its limit.',
  },
  closed: {
    what: 'The socket closed while something was under way.',
    todo: 'Look at the close code in the sequence view.',
  },
  rejected: {
    what: 'The gateway answered a call with an error.',
    todo: 'Look at the frame in the sequence view: its code and message are the gateway’s.',
  },
  protocol: {
    what: 'The gateway sent what this client cannot use.',
    todo: 'Keep the log, and report it with the version of Offhook.',
  },
  media: {
    what: 'A peer connection failed, or its description could not be applied.',
    todo: 'A firewall or VPN may block it: run the network check.',
  },
  'not-connected': {
    what: 'Something was asked of a session or a stream that is gone.',
    todo: 'Nothing; the phone did it a moment too late.',
  },
  'dtmf-unavailable': {
    what: 'No keys can be sent: the far side takes none, or nothing is published.',
    todo: 'Wait until the call is connected, then press again.',
  },
}

const lost = (phone: string): Reaction => ({ ends: 'connection', phone })

export const clientReactions: Record<BrtcErrorCode, Reaction> = {
  'bad-token': offline('It sends nothing.'),
  'handshake-failed': lost('It stops going online; where it was online already, it tries again.'),
  timeout: lost('It takes the connection for lost, and makes it anew.'),
  closed: lost('It makes the connection anew, unless the close code forbids that.'),
  rejected: { ends: 'call', phone: 'It gives up what it asked for; the session goes on.' },
  protocol: notice('It ignores the frame, and goes on.'),
  media: lost('It gives the gateway 15 seconds to repair the path, and then builds another one.'),
  'not-connected': notice('It goes on.'),
  'dtmf-unavailable': notice('It says “digits-not-sent”, and goes on.'),
}

export const answerWords: Record<ApplicationError['code'], Explanation> = {
  'bad-request': {
    what: 'The application did not understand the phone.',
    todo: 'Reload the page: phone and application may be of different versions.',
  },
  unauthenticated: {
    what: 'Nobody is signed in.',
    todo: 'Reload the page to sign in.',
  },
  forbidden: {
    what: 'The request came from another site.',
    todo: 'Open the phone at the address of its application.',
  },
  'rate-limited': {
    what: 'There were too many requests of this user.',
    todo: 'Wait as long as the answer says.',
  },
  stopping: {
    what: 'The application is being restarted.',
    todo: 'Wait half a minute.',
  },
  'not-found': {
    what: 'There is no such endpoint or call, or it is somebody else’s.',
    todo: 'Go offline and online again.',
  },
  'too-many-endpoints': {
    what: 'Bandwidth’s limit of endpoints for the account is reached.',
    todo: 'Take another phone offline, or ask Bandwidth for more.',
  },
  'upstream-unavailable': {
    what: 'The application could not reach Bandwidth.',
    todo: 'Look at its log, and run its doctor.',
  },
  'upstream-refused': {
    what: 'Bandwidth refused what the application asked for.',
    todo: 'Look at its log, and run its doctor: credentials or the account may be wrong.',
  },
  internal: {
    what: 'Something broke in the application.',
    todo: 'Look at its log.',
  },
}

export const answerReactions: Record<ApplicationError['code'], Reaction> = {
  'bad-request': offline('It says “application-refused”.'),
  unauthenticated: offline('It says “not-signed-in”.'),
  forbidden: offline('It says “application-refused”.'),
  'rate-limited': offline('It says “rate-limited”, and how long to wait.'),
  stopping: offline('It says “application-stopping”, and how long to wait.'),
  'not-found': notice('It writes it into the log, and goes on.'),
  'too-many-endpoints': offline('It says “too-many-endpoints”.'),
  'upstream-unavailable': offline('It says “application-refused”.'),
  'upstream-refused': offline('It says “application-refused”.'),
  internal: offline('It says “application-refused”.'),
}
