import type { BrtcErrorCode } from '../../brtc/errors.ts'
import { text, type TextKey } from '../../language/language.ts'
import type { EndCause, NoticeCode, OfflineReason } from '../../phone/phone-state.ts'
import type { ApplicationError } from '../../wire/phone-api.ts'
import type { CheckCode, PageCode, RecordCode, TokenCode } from '../shown-code.ts'
import type { CodeFamily, Fatality } from './error-catalogue.ts'

/** Its title, and what is in it. */
export const familyWords: Record<CodeFamily, TextKey> = {
  offline: 'codes.offline',
  end: 'codes.end',
  notice: 'codes.notice',
  records: 'codes.records',
  check: 'codes.check',
  page: 'codes.page',
  token: 'codes.token',
  client: 'codes.client',
  answer: 'codes.answer',
}

export const fatalityWords: Record<Fatality, TextKey> = {
  session: 'codes.endsSession',
  connection: 'codes.endsConnection',
  call: 'codes.endsCall',
  nothing: 'codes.endsNothing',
}

/** What follows from a code by itself: what it ends, and what the phone does about it. */
export type Reaction = { ends: Fatality; phone: () => string }

const reacts = (ends: Fatality, phone: TextKey): Reaction => ({ ends, phone: () => text(phone) })

/** The code that the agent sees then. */
const says = (ends: Fatality, phone: TextKey, code: string): Reaction => ({
  ends,
  phone: () => text(phone, { code }),
})

const longest = reacts('session', 'codes.comesBackLongest')

/** How often it tries is as `phone/recovery/decide-recovery.ts` has it. */
export const offlineReactions: Record<OfflineReason, Reaction> = {
  'application-unreachable': longest,
  'application-refused': reacts('session', 'codes.comesBackEight'),
  'application-protocol': reacts('session', 'codes.comesBackThree'),
  'application-stopping': longest,
  'not-signed-in': reacts('session', 'codes.waitsForYou'),
  'rate-limited': longest,
  'too-many-endpoints': reacts('session', 'codes.comesBackFive'),
  'microphone-blocked': reacts('session', 'codes.waitsForYou'),
  'microphone-missing': reacts('session', 'codes.waitsForYou'),
  'microphone-busy': reacts('session', 'codes.waitsForYou'),
  'gateway-refused': longest,
  'gateway-timeout': longest,
  'gateway-protocol': reacts('session', 'codes.comesBackTwice'),
  'media-failed': reacts('session', 'codes.comesBackTwice'),
  'connection-lost': reacts('session', 'codes.comesBackUpTo'),
  superseded: reacts('session', 'codes.leavesToOther'),
  'endpoint-ended': reacts('session', 'codes.comesBackTwice'),
  'bad-token': reacts('session', 'codes.forgetsAndAsks'),
  'bad-gateway-address': reacts('session', 'codes.forgets'),
}

const told = reacts('call', 'codes.told')
const cleaned = reacts('call', 'codes.cleaned')
const notPlaced = reacts('call', 'codes.notPlaced')

export const endReactions: Record<EndCause, Reaction> = {
  hangup: told,
  busy: reacts('call', 'codes.busyTone'),
  'no-answer': told,
  rejected: told,
  cancelled: cleaned,
  refused: notPlaced,
  failed: told,
  'try-later': notPlaced,
  declined: reacts('call', 'codes.declines'),
  missed: reacts('call', 'codes.missed'),
  'connection-lost': reacts('call', 'codes.adrift'),
  'page-left': reacts('call', 'codes.pageLeft'),
  'page-crashed': reacts('call', 'codes.pageCrashed'),
  'media-failed': cleaned,
  'gateway-refused': notPlaced,
  'no-application': notPlaced,
  'not-signed-in': notPlaced,
  'application-stopping': notPlaced,
}

const notDialled = reacts('nothing', 'codes.notDialled')
const inSilence = reacts('nothing', 'codes.inSilence')
const keepsDevice = reacts('nothing', 'codes.keepsDevice')

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
  'digits-not-sent': reacts('nothing', 'codes.goesOnWithCall'),
  'digits-left-out': reacts('nothing', 'codes.sendsSomeKeys'),
  'digits-too-many': reacts('nothing', 'codes.sendsNoKeys'),
  'microphone-change-failed': keepsDevice,
  'microphone-change-blocked': keepsDevice,
  'microphone-change-busy': keepsDevice,
  'microphone-lost': reacts('nothing', 'codes.takesNextMicrophone'),
  'microphone-revoked': inSilence,
  'microphone-taken': inSilence,
  'microphone-silent': reacts('nothing', 'codes.takesNoticeBack'),
  'device-gone': reacts('nothing', 'codes.nextDevice'),
  'device-back': reacts('nothing', 'codes.untilYouChoose'),
  'device-restored': reacts('nothing', 'codes.chosenDevice'),
  'default-changed': reacts('nothing', 'codes.newDefault'),
  'output-change-failed': keepsDevice,
  'second-call-declined': reacts('nothing', 'codes.declinesSecond'),
  'application-events-lost': reacts('nothing', 'codes.triesEvents'),
  'presence-not-changed': reacts('nothing', 'codes.keepsPresence'),
  'preferences-not-kept': reacts('nothing', 'codes.usesUntilClosed'),
}

const unkept = reacts('nothing', 'codes.unkept')

export const recordReactions: Record<RecordCode, Reaction> = {
  'records-full': unkept,
  'records-refused': unkept,
  'records-newer-version': reacts('nothing', 'codes.leavesRecords'),
}

const verdict = reacts('nothing', 'codes.inReport')

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
  'voice-silent': verdict,
  'voice-too-quiet': verdict,
  'voice-clipping': verdict,
}

export const pageWords: Record<PageCode, TextKey> = {
  'sound-blocked': 'notice.sound-blocked',
  'sound-interrupted': 'notice.sound-interrupted',
  'call-in-other-tab': 'elsewhere.refused',
  'page-unavailable': 'token.partMissing',
  'check-unavailable': 'checks.unavailable',
  'not-contacts': 'contacts.notContacts',
  'not-settings': 'settings.notSettings',
}

const notTried = reacts('nothing', 'codes.sendsNothing')

export const tokenReactions: Record<TokenCode, Reaction> = {
  'token-empty': notTried,
  'token-not-three-parts': notTried,
  'token-wrong-characters': notTried,
  'token-version-2': notTried,
  'token-expired': reacts('nothing', 'codes.triesExpired'),
  'address-empty': notTried,
  'address-not-a-url': notTried,
  'address-not-websocket': notTried,
  'address-not-encrypted': notTried,
  'address-has-secret': notTried,
  'address-has-query': notTried,
}

const silenced = reacts('nothing', 'codes.silenced')
const missingPart = reacts('nothing', 'codes.missingPart')
const unread = reacts('nothing', 'codes.unread')

export const pageReactions: Record<PageCode, Reaction> = {
  'sound-blocked': silenced,
  'sound-interrupted': silenced,
  'call-in-other-tab': reacts('nothing', 'codes.staysInOtherTab'),
  'page-unavailable': missingPart,
  'check-unavailable': missingPart,
  'not-contacts': unread,
  'not-settings': unread,
}

export const clientWords: Record<BrtcErrorCode, TextKey> = {
  'bad-token': 'codes.client-bad-token',
  'handshake-failed': 'codes.client-handshake-failed',
  timeout: 'codes.client-timeout',
  closed: 'codes.client-closed',
  rejected: 'codes.client-rejected',
  protocol: 'codes.client-protocol',
  media: 'codes.client-media',
  'not-connected': 'codes.client-not-connected',
  'dtmf-unavailable': 'codes.client-dtmf-unavailable',
}

export const clientReactions: Record<BrtcErrorCode, Reaction> = {
  'bad-token': reacts('session', 'codes.sendsNothing'),
  'handshake-failed': reacts('connection', 'codes.triesAgain'),
  timeout: reacts('connection', 'codes.takesForLost'),
  closed: reacts('connection', 'codes.makesAnew'),
  rejected: reacts('call', 'codes.givesUp'),
  protocol: reacts('nothing', 'codes.ignoresFrame'),
  media: reacts('connection', 'codes.waitsForPath'),
  'not-connected': reacts('nothing', 'codes.goesOn'),
  'dtmf-unavailable': says('nothing', 'codes.saysCodeGoesOn', 'digits-not-sent'),
}

export const answerWords: Record<ApplicationError['code'], TextKey> = {
  'bad-request': 'codes.answer-bad-request',
  unauthenticated: 'codes.answer-unauthenticated',
  forbidden: 'codes.answer-forbidden',
  'rate-limited': 'codes.answer-rate-limited',
  stopping: 'codes.answer-stopping',
  'not-found': 'codes.answer-not-found',
  'too-many-endpoints': 'codes.answer-too-many-endpoints',
  'upstream-unavailable': 'codes.answer-upstream-unavailable',
  'upstream-refused': 'codes.answer-upstream-refused',
  internal: 'codes.answer-internal',
}

export const answerReactions: Record<ApplicationError['code'], Reaction> = {
  'bad-request': says('session', 'codes.saysCode', 'application-refused'),
  unauthenticated: says('session', 'codes.saysCode', 'not-signed-in'),
  forbidden: says('session', 'codes.saysCode', 'application-refused'),
  'rate-limited': says('session', 'codes.saysCodeAndWait', 'rate-limited'),
  stopping: says('session', 'codes.saysCodeAndWait', 'application-stopping'),
  'not-found': reacts('nothing', 'codes.logsIt'),
  'too-many-endpoints': says('session', 'codes.saysCode', 'too-many-endpoints'),
  'upstream-unavailable': says('session', 'codes.saysCode', 'application-refused'),
  'upstream-refused': says('session', 'codes.saysCode', 'application-refused'),
  internal: says('session', 'codes.saysCode', 'application-refused'),
}
