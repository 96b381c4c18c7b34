import { BrtcError } from './errors.ts'

/** Milliseconds: what the JavaScript SDK uses (brtc-protocol 6.4). */
const toneDuration = 100
const toneGap = 70

/**
 * Appends digits to the tones that a sender has yet to play: `insertDTMF` alone would replace them.
 * @throws BrtcError `dtmf-unavailable`
 */
export function appendDtmf(sender: RTCDTMFSender | null | undefined, digits: string): void {
  if (!sender?.canInsertDTMF) {
    throw new BrtcError('dtmf-unavailable', 'Nothing is published that could carry DTMF')
  }
  if (!/^[0-9A-D#*,]*$/i.test(digits)) {
    throw new BrtcError('dtmf-unavailable', 'DTMF knows 0-9, A-D, #, * and the comma')
  }
  sender.insertDTMF(sender.toneBuffer + digits, toneDuration, toneGap)
}

/** Forgets the tones that are not out yet; the one that sounds is played to its end. */
export function clearDtmf(sender: RTCDTMFSender | null | undefined): void {
  if (sender?.canInsertDTMF) sender.insertDTMF('')
}

/**
 * Whether the audio of an answer has telephone-event at the clock rate of its first codec. At another rate the
 * browser would play the tones, and the far end drop them without a word (6.4).
 */
export function hasTelephoneEvent(sdpAnswer: string): boolean {
  return sdpAnswer
    .split(/^m=/m)
    .filter((section) => section.startsWith('audio') && !section.startsWith('audio 0 '))
    .some((section) => {
      const rate = /^a=rtpmap:\d+ (?!telephone-event)[^/\s]+\/(\d+)/m.exec(section)?.[1]
      return rate !== undefined && new RegExp(`telephone-event/${rate}\\b`).test(section)
    })
}
