import type { StoreApi } from 'zustand/vanilla'
import type { LogEntry } from './event-log.ts'
import type { DeviceKind, PhoneState } from './phone-state.ts'
import type { LevelSource } from './ports.ts'

/** The softphone without a screen. Actions that make no sense in the present state do nothing. */
export interface Phone {
  store: Pick<StoreApi<PhoneState>, 'getState' | 'getInitialState' | 'subscribe'>
  /** Call from a click: it also unlocks the page's sound. */
  goOnline: () => void
  goOffline: () => void
  /**
   * Dials what was typed or pasted. Raises a notice, and sends nothing, where that is no number that can be dialled.
   * @returns whether the call was started
   */
  dial: (input: string) => Promise<boolean>
  accept: () => void
  decline: () => void
  /** Ends the call in any state, an incoming one by declining it. */
  hangUp: () => void
  /** Clears an ended call from the screen. */
  dismissCall: () => void
  setMuted: (muted: boolean) => void
  /** A key of the keypad, `0-9 * #`: sent as DTMF in a call, and always heard as a local tone. */
  pressKey: (key: string) => void
  chooseDevice: (kind: DeviceKind, id: string) => void
  dismissNotice: () => void
  microphoneLevel: LevelSource
  remoteLevel: LevelSource
  /** The last events, oldest first; no token, no number, no SDP. */
  log: () => readonly LogEntry[]
  /** Leaves the gateway and releases everything: the page is going away. */
  close: () => void
}
