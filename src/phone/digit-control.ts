import type { BrtcClient } from '../brtc/client.ts'
import { maxPastedDigits, readDigits } from './digit-input.ts'
import { describeError } from './offline-reason.ts'
import type { PhoneEvent } from './phone-event.ts'
import type { PhoneState } from './phone-state.ts'
import type { AudioOutput } from './ports.ts'

export type DigitControlOptions = {
  getState: () => PhoneState
  dispatch: (event: PhoneEvent) => void
  client: () => Pick<BrtcClient, 'sendDtmf' | 'clearDtmf'> | undefined
  audioOutput: Pick<AudioOutput, 'playKey'>
  log: (level: 'warn', message: string) => void
}

/** The keys of a call. The client queues them; what is still queued when the call ends is never sent. */
export interface DigitControl {
  /** A key: heard at once, in a call or not. */
  press: (key: string) => void
  /** Pasted keys: each is heard when it goes out. */
  paste: (text: string) => void
  /** The next key has gone out; '' when there is none left. */
  onTone: (tone: string) => void
  follow: (state: PhoneState) => void
}

export function createDigitControl(options: DigitControlOptions): DigitControl {
  const { getState, dispatch, client, audioOutput, log } = options
  /** Of each key that is queued, whether the agent has heard it already. */
  let queue: boolean[] = []
  let callId: string | undefined

  function send(digits: string, isHeard: boolean): void {
    if (getState().call?.status !== 'connected') return
    try {
      client()?.sendDtmf(digits)
      queue.push(...Array.from(digits, () => isHeard))
      dispatch({ type: 'digitsQueued', digits })
    } catch (error) {
      log('warn', `keys not sent: ${describeError(error)}`)
      dispatch({ type: 'noticeRaised', notice: { code: 'digits-not-sent' } })
    }
  }

  function paste(text: string): void {
    if (getState().call?.status !== 'connected') return
    const { digits, hasOthers } = readDigits(text)
    if (digits.length > maxPastedDigits) {
      return dispatch({ type: 'noticeRaised', notice: { code: 'digits-too-many' } })
    }
    if (digits !== '') send(digits, false)
    if (hasOthers) dispatch({ type: 'noticeRaised', notice: { code: 'digits-left-out' } })
  }

  return {
    press: (key) => {
      if (!/^[0-9*#]$/.test(key)) return
      audioOutput.playKey(key)
      send(key, true)
    },
    paste,
    onTone: (tone) => {
      if (tone === '' || queue.length === 0) return
      if (queue.shift() === false) audioOutput.playKey(tone)
      dispatch({ type: 'digitPlayed' })
    },
    follow: ({ call }) => {
      const present = call?.status === 'connected' ? call.id : undefined
      if (present === callId) return
      callId = present
      if (queue.length > 0) client()?.clearDtmf()
      queue = []
    },
  }
}
