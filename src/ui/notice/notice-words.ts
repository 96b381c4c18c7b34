import { text, type TextKey } from '../../language/language.ts'
import type { DeviceChange, Notice, NoticeCode } from '../../phone/phone-state.ts'
import { deviceName, deviceWords, explain, type Explanation } from '../words.ts'

/** What a notice says. */
export function explainNotice({ code, changes = [] }: Notice): Explanation {
  if (!isAboutDevices(code)) return explain(noticeWords[code])
  const { each, todo } = deviceNotices[code]
  return { what: changes.map((change) => tell(each, change)).join(' '), todo: text(todo) }
}

/** What a notice says of whichever device it is about. */
export function explainAnyNotice(code: NoticeCode): Explanation {
  if (!isAboutDevices(code)) return explain(noticeWords[code])
  const { any, todo } = deviceNotices[code]
  return { what: text(any), todo: text(todo) }
}

type DeviceNoticeCode = 'device-gone' | 'device-back' | 'device-restored' | 'default-changed'

/** One sentence for each choice that it is about, or one for any. */
const deviceNotices: Record<DeviceNoticeCode, { each: TextKey; any: TextKey; todo: TextKey }> = {
  'device-gone': {
    each: 'notice.device-gone',
    any: 'notice.anyDeviceGone',
    todo: 'notice.othersUnderMedia',
  },
  'device-back': {
    each: 'notice.device-back',
    any: 'notice.anyDeviceBack',
    todo: 'notice.useOrDismiss',
  },
  'device-restored': {
    each: 'notice.device-restored',
    any: 'notice.anyDeviceRestored',
    todo: 'notice.othersUnderMedia',
  },
  'default-changed': {
    each: 'notice.default-changed',
    any: 'notice.anyDefaultChanged',
    todo: 'notice.chosenStays',
  },
}

const tell = (each: TextKey, { kind, from, to }: DeviceChange): string =>
  text(each, { device: text(deviceWords[kind]), from: deviceName(from), to: deviceName(to) })

function isAboutDevices(code: NoticeCode): code is DeviceNoticeCode {
  return code in deviceNotices
}

const noticeWords: Record<Exclude<NoticeCode, DeviceNoticeCode>, TextKey> = {
  'number-empty': 'notice.number-empty',
  'number-too-short': 'notice.number-too-short',
  'number-too-long': 'notice.number-too-long',
  'number-not-a-number': 'notice.number-not-a-number',
  'number-emergency': 'notice.number-emergency',
  'offline-cannot-dial': 'notice.offline-cannot-dial',
  'reconnecting-cannot-dial': 'notice.reconnecting-cannot-dial',
  'busy-cannot-dial': 'notice.busy-cannot-dial',
  'number-plan-unavailable': 'notice.number-plan-unavailable',
  'digits-not-sent': 'notice.digits-not-sent',
  'digits-left-out': 'notice.digits-left-out',
  'digits-too-many': 'notice.digits-too-many',
  'microphone-change-failed': 'notice.microphone-change-failed',
  'microphone-change-blocked': 'notice.microphone-change-blocked',
  'microphone-change-busy': 'notice.microphone-change-busy',
  'microphone-lost': 'notice.microphone-lost',
  'microphone-revoked': 'notice.microphone-revoked',
  'microphone-taken': 'notice.microphone-taken',
  'microphone-silent': 'notice.microphone-silent',
  'output-change-failed': 'notice.output-change-failed',
  'second-call-declined': 'notice.second-call-declined',
  'application-events-lost': 'notice.application-events-lost',
  'presence-not-changed': 'notice.presence-not-changed',
  'preferences-not-kept': 'notice.preferences-not-kept',
}
