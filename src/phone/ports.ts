import type { BrtcClient, BrtcEvent } from '../brtc/client.ts'
import type { ApplicationEvent, EndpointGrant, Platform } from '../wire/phone-api.ts'
import type { NumberPlan } from './number-plan.ts'
import type { Surroundings } from './recovery/surroundings.ts'
import type { AgentPresence, AudioDevice } from './phone-state.ts'
import type { Ringtone } from './preferences.ts'
import type { NetworkSteps } from './step.ts'
import type { RecordStores } from './records/record-store.ts'

/** What the phone needs from outside. Each has one real implementation and a fake in `src/testing`. */

/**
 * A level that is told many times a second, from 0 (silence) to 1 (full scale, peak). It never enters PhoneState:
 * whoever shows it subscribes and draws.
 */
export interface LevelSource {
  subscribe: (listener: (level: number) => void) => () => void
}

/** Something that is so or is not, and changes rarely. */
export interface Flag {
  isOn: () => boolean
  subscribe: (listener: () => void) => () => void
}

/** An open capture. `track` is ours to publish and to mute; `level` hears the microphone muted or not. */
export interface Microphone {
  track: MediaStreamTrack
  deviceId: string
  label: string
  close: () => void
}

export type MicrophoneErrorCode = 'blocked' | 'missing' | 'busy'

export interface AudioInput {
  /**
   * Opens a microphone; '' is the system's default.
   * @throws MicrophoneError with `code`
   */
  open: (deviceId: string) => Promise<Microphone>
  /** The level of whichever microphone is open; silent while none is. */
  level: LevelSource
  listDevices: () => Promise<{
    microphones: AudioDevice[]
    outputs: AudioDevice[]
    canChooseOutput: boolean
    /** Which of the microphones is the system's default; null where the browser does not tell. */
    systemMicrophone: AudioDevice | null
  }>
  /** Devices came or went, or the page may use them now and could not before: once, when it has settled. */
  onDevicesChanged: (listener: () => void) => () => void
}

/**
 * Whether what this page plays is heard. `blocked`: the browser waits for a click. `interrupted`: it was heard, and the
 * system has stopped it. `unknown` until it has been tried.
 */
export type Sound = 'unknown' | 'audible' | 'blocked' | 'interrupted'

export interface SoundSource {
  get: () => Sound
  subscribe: (listener: () => void) => () => void
}

/** A sound that repeats until something else is to be heard. */
export type LoopingSound = 'ringtone' | 'ringback' | 'busy'

export interface AudioOutput {
  /** Plays a looping sound, replacing the one before; null is silence. The ringtone goes to the ringer, the rest to the speaker. */
  loop: (sound: LoopingSound | null) => void
  /** A short local tone for a key of the keypad, `0-9 * #`. */
  playKey: (key: string) => void
  /** Plays the far end on the speaker; null stops it. */
  playRemote: (stream: MediaStream | null) => void
  remoteLevel: LevelSource
  /** @throws DOMException where the device is gone */
  setSpeaker: (deviceId: string) => Promise<void>
  setRinger: (deviceId: string) => Promise<void>
  setRingtone: (ringtone: Ringtone) => void
  /** From 0 to 1, as the next; both hold at once for what is playing. */
  setRingVolume: (volume: number) => void
  /** How loud the far end is. */
  setCallVolume: (volume: number) => void
  /** The ringtone on the ringer for so many seconds, or until the returned function ends it. */
  testRing: (seconds: number) => () => void
  /** A short tone before a call is answered by itself: the agent is on the line now. Resolves when it has been heard. */
  playWhisper: () => Promise<void>
  sound: SoundSource
  /**
   * Starts the sound of this page. Must be called from a user's gesture: browsers keep a page silent until then. Resolves
   * when `sound` tells what came of it, within a second.
   */
  unlock: () => Promise<void>
}

export type ApplicationErrorCode =
  | 'unreachable'
  | 'refused'
  | 'unauthenticated'
  | 'rate-limited'
  | 'stopping'
  | 'too-many-endpoints'
  | 'protocol'

/** The customer's application, see `wire/phone-api.ts`. Methods reject with ApplicationClientError. */
export interface Application {
  createEndpoint: () => Promise<EndpointGrant>
  deleteEndpoint: (endpointId: string) => Promise<void>
  /**
   * The same, in a way that outlives the page and has no outcome; `unlessBack`: not where its device is back in a moment, on
   * the page that is loaded next.
   */
  releaseEndpoint: (endpointId: string, unlessBack?: boolean) => void
  /**
   * Opens the event stream; `onLost` tells that it broke (it goes on trying), `onOpen` that it is there again,
   * `onFault` of an event that could not be read.
   */
  subscribe: (
    endpointId: string,
    listener: {
      onEvent: (event: ApplicationEvent) => void
      onOpen: () => void
      onLost: () => void
      onFault: (message: string) => void
    },
  ) => () => void
  accepted: (callId: string) => Promise<void>
  declined: (callId: string) => Promise<void>
  hangUp: (callId: string) => Promise<void>
  setPresence: (presence: AgentPresence) => Promise<void>
  /**
   * Asks for a call to an E.164 number, on the `webrtc` platform. `accepted: false` means that the application does not
   * place it; why, and what comes of it otherwise, arrives as events.
   */
  requestOutbound: (endpointId: string, to: string) => Promise<{ accepted: boolean }>
}

/** What a client can ask for that its gateway has no way to do. */
export type ClientContext = {
  /** The application's `requestOutbound` for this endpoint; rejects as that does. */
  requestOutbound: (to: string) => Promise<{ accepted: boolean }>
}

/** Where preferences outlive the page. */
export interface PreferenceStore {
  /** Whatever was stored last, parsed as JSON; undefined where there is nothing that can be read. Never throws. */
  load: () => unknown
  /** @throws where the browser refuses to keep it */
  save: (preferences: unknown) => void
}

export type NotificationPermission = 'granted' | 'denied' | 'default' | 'unsupported'

/** What the agent sees of the phone while the page is not looked at. */
export interface Notifications {
  /** `default` where the agent has not been asked; `unsupported` where the browser has none. */
  permission: () => NotificationPermission
  /** Lets the browser ask; call from a press of a button. */
  ask: () => Promise<NotificationPermission>
  /** Nothing without permission. A click brings the page forward and does nothing else. @returns takes it away */
  show: (notification: { title: string; body: string }) => () => void
}

/** What the page is without a network, and how a newer version of it comes. */
export interface PageShell {
  /** The application cannot be reached; the page may be the one that was kept from an earlier visit. */
  isWithoutNetwork: Flag
  /** A newer version has been fetched, and waits. */
  hasUpdate: Flag
  /** Takes the newer version, and reloads the page. */
  update: () => void
}

/** Three seconds of a voice, for the audio check. */
export interface VoiceRecorder {
  /** @throws where the browser cannot record */
  start: (track: MediaStreamTrack) => { stop: () => Promise<Recording> }
  /** Ends what is played; nothing that was recorded can be played any more. */
  close: () => void
}

export interface Recording {
  /** Resolves when it has been heard, or was ended. Rejects where the device is gone. */
  play: (deviceId: string) => Promise<void>
}

export type PhoneOptions = {
  /** Makes the client of one session. Its code may be loaded only now, as the platform is known only with the token. */
  createClient: (
    platform: Platform,
    onEvent: (event: BrtcEvent) => void,
    context: ClientContext,
  ) => Promise<BrtcClient>
  application: Application
  audioInput: AudioInput
  audioOutput: AudioOutput
  /** @throws RangeError for a country, ISO 3166-1 alpha-2, that has none */
  loadNumberPlan: (country: string) => Promise<NumberPlan>
  /** Forgotten with the page where there is none. */
  preferenceStore?: PreferenceStore
  /** What keeps calls and contacts. Without it they end with the page. */
  openRecords?: () => Promise<RecordStores>
  /** Seldom needed, and loaded only then. Without it the audio check cannot record. */
  loadVoiceRecorder?: () => Promise<VoiceRecorder>
  /** Nothing is heard of the network and the machine where there are none. */
  surroundings?: Surroundings
  /** Where more can be seen of the calls than what passes this phone. */
  networkSteps?: NetworkSteps | undefined
  /** Settles when the screen has its first picture, which whatever is loaded for later does not delay. At once where none is told of. */
  pictured?: Promise<void>
  /** Milliseconds since the epoch. */
  now?: () => number
  /** From 0 to 1. */
  random?: () => number
  randomId?: () => string
}
