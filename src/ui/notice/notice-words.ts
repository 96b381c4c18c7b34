import type { DeviceChange, Notice, NoticeCode } from '../../phone/phone-state.ts'
import { deviceWords, type Explanation } from '../words.ts'

/** What a notice says. */
export function explainNotice({ code, changes = [] }: Notice): Explanation {
  if (!isAboutDevices(code)) return noticeWords[code]
  const { say, todo } = deviceNotices[code]
  return { what: changes.map(say).join(' '), todo }
}

/** What each notice says; of devices, for any of them. */
export function explainEveryNotice(): Record<NoticeCode, Explanation> {
  return { ...noticeWords, ...anyDeviceWords }
}

type DeviceNoticeCode = 'device-gone' | 'device-back' | 'device-restored' | 'default-changed'

/** One sentence for each choice that it is about. */
const deviceNotices: Record<
  DeviceNoticeCode,
  { say: (change: DeviceChange) => string; todo: string }
> = {
  'device-gone': {
    say: ({ kind, from, to }) => `${deviceWords[kind]}: “${from}” is gone, now “${to}”.`,
    todo: 'Others are under Media.',
  },
  'device-back': {
    say: ({ kind, from, to }) => `${deviceWords[kind]}: “${to}” is back; “${from}” is in use.`,
    todo: 'Use it again, or dismiss this.',
  },
  'device-restored': {
    say: ({ kind, to }) => `${deviceWords[kind]}: “${to}” is back and in use.`,
    todo: 'Others are under Media.',
  },
  'default-changed': {
    say: ({ kind, from, to }) => `${deviceWords[kind]}: the default is now “${to}”, not “${from}”.`,
    todo: 'It is in use; one that is chosen under Media stays.',
  },
}

const anyDeviceWords: Record<DeviceNoticeCode, Explanation> = {
  'device-gone': {
    what: 'A device that was in use is gone, and another has its place.',
    todo: deviceNotices['device-gone'].todo,
  },
  'device-back': {
    what: 'A device that was gone is back; the one in its place is still in use.',
    todo: deviceNotices['device-back'].todo,
  },
  'device-restored': {
    what: 'A device that was gone is back and in use.',
    todo: deviceNotices['device-restored'].todo,
  },
  'default-changed': {
    what: 'The system has another default device.',
    todo: deviceNotices['default-changed'].todo,
  },
}

function isAboutDevices(code: NoticeCode): code is DeviceNoticeCode {
  return code in deviceNotices
}

const noticeWords: Record<Exclude<NoticeCode, DeviceNoticeCode>, Explanation> = {
  'number-empty': { what: 'There is no number to call.', todo: 'Type or paste one.' },
  'number-too-short': { what: 'That number is too short.', todo: 'Check it and call again.' },
  'number-too-long': { what: 'That number is too long.', todo: 'Check it and call again.' },
  'number-not-a-number': {
    what: 'That is not a telephone number.',
    todo: 'Use digits, with + and the country code for other countries.',
  },
  'number-emergency': {
    what: 'Emergency numbers cannot be called from here.',
    todo: 'Use a telephone or a mobile phone.',
  },
  'offline-cannot-dial': {
    what: 'The phone is not online, so it cannot call.',
    todo: 'Go online first.',
  },
  'reconnecting-cannot-dial': {
    what: 'The phone is reconnecting, so it cannot call.',
    todo: 'Call again when it is back.',
  },
  'busy-cannot-dial': {
    what: 'There is a call already.',
    todo: 'Hang up before calling somebody else.',
  },
  'number-plan-unavailable': {
    what: 'The numbering plan could not be loaded.',
    todo: 'Dial with + and the country code, or reload the page.',
  },
  'digits-not-sent': {
    what: 'The key was not sent to the call.',
    todo: 'Press it again in a moment.',
  },
  'digits-left-out': {
    what: 'Part of what you pasted is no key of a telephone and was left out.',
    todo: 'Keys are 0 to 9, * and #; a comma waits two seconds.',
  },
  'digits-too-many': {
    what: 'What you pasted is too long for a keypad: nothing of it was sent.',
    todo: 'Paste at most 48 keys at a time.',
  },
  'microphone-change-failed': {
    what: 'The other microphone could not be opened.',
    todo: 'The one before is still in use; check the plug and choose again.',
  },
  'microphone-change-blocked': {
    what: 'The browser does not let this page use that microphone.',
    todo: 'The one before is still in use; allow it next to the address bar.',
  },
  'microphone-change-busy': {
    what: 'Another program holds that microphone.',
    todo: 'The one before is still in use; close the program and choose again.',
  },
  'microphone-lost': {
    what: 'The microphone is gone, and no other could be opened: nobody can hear you.',
    todo: 'Plug one in and choose it under Media.',
  },
  'microphone-revoked': {
    what: 'The browser has taken the microphone from this page: nobody can hear you.',
    todo: 'Allow it again next to the address bar.',
  },
  'microphone-taken': {
    what: 'Another program holds the microphone: nobody can hear you.',
    todo: 'Close it, or choose another one under Media.',
  },
  'microphone-silent': {
    what: 'Nothing comes from your microphone.',
    todo: 'Look for a mute switch on it, or choose another one under Media.',
  },
  'output-change-failed': {
    what: 'That output could not be used.',
    todo: 'The one before is still in use; check the plug and choose again.',
  },
  'second-call-declined': {
    what: 'A second call came in and was declined.',
    todo: 'Call back when this one is over.',
  },
  'application-events-lost': {
    what: 'The application has gone quiet.',
    todo: 'The phone keeps trying; until then, calls may end without a reason.',
  },
  'presence-not-changed': {
    what: 'The application could not be told whether you want calls.',
    todo: 'What was chosen before still holds; try again in a moment.',
  },
  'preferences-not-kept': {
    what: 'The browser does not keep your settings.',
    todo: 'They hold until this page is closed.',
  },
}
