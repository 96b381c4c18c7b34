/**
 * The seam between Bandwidth's voice side (calls, BXML, telephones) and its device side (gateway, media).
 * The voice side knows an endpoint's device only by a DeviceLink; the gateway knows calls only by the
 * EndpointDirectory it reports to.
 */

/** What a telephone sounds like to whoever it talks to. Data, so that every media plane can play it. */
export type TelephoneVoice =
  | { type: 'silence' }
  /** A melody of steady tones; each `hertz` sounds for `seconds`, and the list repeats. */
  | { type: 'melody'; notes: readonly { hertz: number; seconds: number }[] }
  /** Gives back what it hears after `delay` seconds. */
  | { type: 'echo'; delay: number }
  /** Answers each digit it hears with that many beeps (0 is ten, * eleven, # twelve). */
  | { type: 'menu' }

/** Faults of the path from the telephone to the device. `loss` is a fraction 0–1, `jitter` in seconds. */
export type Impairment = {
  loss: number
  jitter: number
  /** Seconds more that everything takes. */
  delay?: number
  /** What the telephone says is silence. */
  silence?: boolean
}

/**
 * Keys that somebody at a telephone presses, for whoever listens.
 * @returns stops listening
 */
export type Keys = (listener: (digits: string) => void) => () => void

export type CallLeg = {
  callId: string
  /** What the gateway tells the device about the caller. */
  from: string
  fromType: string
  tags?: string
  voice: TelephoneVoice
  /** None unless told otherwise. */
  keys?: Keys
  impairment?: Impairment
  /** A DTMF digit that the telephone heard. */
  onDigit: (digit: string) => void
}

/** What the device did with a call that was offered to it; at most one of the endings, after at most one `accepted`. */
export type LegEvents = {
  /** Answered by the agent; at once where the device accepts automatically. */
  accepted: () => void
  /** `declineStream`, or `hangupConnection` before accepting. */
  declined: () => void
  /** `hangupConnection` after accepting. */
  hungUp: () => void
  /** Socket or media went away. */
  lost: () => void
}

export interface DeviceLink {
  /** Adds the call's track to the device's subscribe peer; the returned function takes it away again. */
  offer: (leg: CallLeg, events: LegEvents) => { end: () => void }
  /** Closes the device's socket (brtc-protocol 2.4). */
  close: (code: number, reason: string) => void
}

export type Admission =
  | { admitted: true; endpointId: string; deviceId: string }
  /** 403: bad, expired or unknown token; 409: another device holds the endpoint. */
  | { admitted: false; httpStatus: 403 | 409; reason: string }

/** What the gateway reports about devices, and asks. Implemented by the endpoint registry. */
export interface EndpointDirectory {
  /**
   * A socket wants in. The same `uniqueId` supersedes its older socket (its link is closed with 4409);
   * another one is refused while the first is there.
   */
  admit: (token: string, uniqueId: string, link: DeviceLink) => Admission
  /** RTP has begun (or stopped) arriving on the publish peer. */
  publishing: (endpointId: string, arriving: boolean) => void
  /** Resolves to the `accepted` of the reply, after the webhook was delivered or gave up. */
  requestOutbound: (
    endpointId: string,
    destination: { id: string; type: string },
  ) => Promise<boolean>
  /** The socket of that link is gone. */
  left: (endpointId: string, link: DeviceLink) => void
}
