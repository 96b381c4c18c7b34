/** Who speaks in the sequence of a call; `telephone` is the phone network behind Bandwidth. */
export const lanes = ['device', 'gateway', 'application', 'telephone'] as const
export type Lane = (typeof lanes)[number]

/**
 * - `frame`: JSON-RPC between this phone and the gateway. `request`, `event`: between this phone and its application.
 * - `webhook`, `api`, `bxml`: between Bandwidth and the application. `telephone`: a telephone's act, or what it hears.
 * - `state`: what this phone made of it; the summary is a status, and after a colon the cause of an end.
 * - `warning`: what should not have happened.
 */
export type StepKind =
  | 'frame'
  | 'request'
  | 'event'
  | 'webhook'
  | 'api'
  | 'bxml'
  | 'telephone'
  | 'state'
  | 'warning'

/**
 * One thing that went by. Telephone numbers and SDP are in it, so it is for showing and not for logging; a device token never
 * is.
 */
export type Step = {
  /** Its place in the one order of all steps. */
  order: number
  /** Milliseconds since the epoch. */
  at: number
  from: Lane
  to: Lane
  kind: StepKind
  /** One line: `sdpOffer subscribe rev 3`. */
  summary: string
  isAnswer?: true
  /** A caller has begun to call: what the next inbound call is about begins here. */
  begins?: true
  /** The whole message. */
  detail?: string
}

/** What can be seen of the calls besides what passes this phone: in the demo, all of it. */
export interface NetworkSteps {
  /** The next place in the one order of all steps. */
  place: () => number
  /** Tells of each step once it is over, which for a question is when it has been answered. */
  subscribe: (listener: (step: Step) => void) => () => void
}

/** The steps so far, by call. */
export interface StepSource {
  /**
   * In their order; another array after each change, and only then.
   * @param callId the phone's own id of a call; null for what belongs to none
   */
  steps: (callId: string | null) => readonly Step[]
  subscribe: (listener: () => void) => () => void
}
