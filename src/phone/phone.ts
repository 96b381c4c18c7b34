import { createStore, type StoreApi } from 'zustand/vanilla'
import type { BrtcClient, BrtcEvent } from '../brtc/client.ts'
import type { ApplicationEvent } from '../wire/phone-api.ts'
import { createAutoAnswer } from './auto-answer.ts'
import type { Checks } from './checks/create-checks.ts'
import { createCallAudio } from './call-audio.ts'
import { createCallControl } from './call-control.ts'
import { choosePresence } from './choose-presence.ts'
import { describeChange } from './describe-change.ts'
import { createDigitControl } from './digit-control.ts'
import { createEventLog, type LogEntry, type LogSource } from './event-log.ts'
import { createLazyDeviceControl } from './lazy-device-control.ts'
import { createLazyTrace } from './lazy-trace.ts'
import { logGateway } from './log-gateway.ts'
import { createNoApplication, type PastedToken } from './no-application.ts'
import { createNumberPlanControl } from './number-plan-control.ts'
import { describeError } from './offline-reason.ts'
import type { PhoneEvent } from './phone-event.ts'
import type {
  AgentPresence,
  Departure,
  DeviceKind,
  EndedCall,
  NoticeCode,
  PhoneState,
} from './phone-state.ts'
import { createPreferenceControl } from './preference-control.ts'
import type { Preferences } from './preferences.ts'
import { createQualityMonitor } from './quality-monitor.ts'
import type { QualitySource } from './quality.ts'
import type { Flag, LevelSource, PhoneOptions } from './ports.ts'
import { createStayLoader } from './recovery/lazy-stay.ts'
import type { Stay } from './recovery/stay-online.ts'
import { quietSurroundings } from './recovery/surroundings.ts'
import { createLazyRecords } from './records/lazy-records.ts'
import type { RecordControl } from './records/record-control.ts'
import { hindranceToDial } from './reachable.ts'
import { initialPhoneState, reducePhone } from './reduce-phone.ts'
import type { StepSource } from './step.ts'
import { leaveUnfinished, unfinishedOf } from './take-up.ts'
import { createTalkingWhileMuted } from './talking-while-muted.ts'
import type { Unfinished } from './unfinished.ts'
import { watchApplication } from './watch-application.ts'

/** The softphone without a screen. Actions that make no sense in the present state do nothing. */
export interface Phone {
  store: Pick<StoreApi<PhoneState>, 'getState' | 'getInitialState' | 'subscribe'>
  /** Call from a click: it also unlocks the page's sound. */
  goOnline: () => void
  /**
   * Goes online with a device token that a developer has pasted, and without an application: nobody then says whether
   * calls ring here. The token goes to the gateway and is kept nowhere. Call from a click, as `goOnline`.
   */
  goOnlineWith: (pasted: PastedToken) => void
  goOffline: () => void
  /**
   * Offline, in a way that reaches the application although the page goes away now; a call ends as `page-left`. One that is up
   * may be taken up by the page that is loaded next: what carries it is left as it is.
   */
  leavePage: () => void
  /** What that page needs for it; undefined where there is no such call. The token in it is good for this device. */
  unfinished: () => Unfinished | undefined
  /** Goes online on the endpoint of the page before this one, whose call the gateway may offer again. */
  takeUp: (unfinished: Unfinished) => void
  /** What the phone waits for on its way back is tried now. */
  retryNow: () => void
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
  /** Sends what was pasted during a call, such as a PIN: its keys, and a comma as a pause of two seconds. */
  pasteKeys: (text: string) => void
  chooseDevice: (kind: DeviceKind, id: string) => void
  dismissNotice: () => void
  /** Starts the sound of the page, where the browser keeps it silent. Call from a click. */
  enableSound: () => void
  changePreferences: (preferences: Partial<Preferences>) => void
  /** Whether calls are to ring here. Raises a notice where the application could not be told. */
  setPresence: (presence: AgentPresence) => void
  /** What deletes calls, and keeps contacts. Rejects where it cannot be loaded. */
  loadRecords: () => Promise<RecordControl>
  /** About the call of that id, present or recent. */
  writeNote: (callId: string, note: string) => void
  /** Shows the call that ended with the page before this one. */
  rememberLeftCall: (call: EndedCall) => void
  /** The missed calls have been looked at. */
  seeMissedCalls: () => void
  /** The ringtone as it will be heard, for some seconds. @returns ends it before */
  testRing: () => () => void
  /** The checks before work: loaded when they are first wanted. @throws where they cannot be */
  loadChecks: () => Promise<Checks>
  /** How the present call sounds, sample by sample. */
  quality: QualitySource
  /** Whether the agent talks into a muted microphone: for 0.3 s, until 3 s of silence. */
  talkingWhileMuted: Flag
  microphoneLevel: LevelSource
  remoteLevel: LevelSource
  /** A word for the log about what happened around the phone. */
  warn: (message: string) => void
  /** The last events, oldest first; no token, no number, no SDP. */
  log: () => readonly LogEntry[]
  /** The same, for whoever wants to be told of the next. */
  logSource: LogSource
  /** What went by between this phone, Bandwidth and the application, call by call. */
  sequence: StepSource
  /** Leaves the gateway and releases everything: the page is going away. */
  close: () => void
}

/** Two rings. */
export const testRingSeconds = 6

/** Creates a phone that is offline; nothing is opened before `goOnline`. */
export function createPhone(options: PhoneOptions): Phone {
  const { audioInput, audioOutput } = options
  const now = options.now ?? (() => Date.now())
  const pictured = options.pictured ?? Promise.resolve()
  const trace = createLazyTrace({ now, network: options.networkSteps })
  const application = watchApplication(options.application, trace.onApplication)
  const randomId = options.randomId ?? (() => crypto.randomUUID())
  const ownId = randomId()

  const eventLog = createEventLog(now)
  const log = eventLog.add
  const store = createStore<PhoneState>(() => initialPhoneState)
  const { getState } = store
  const dispatch = (event: PhoneEvent): void =>
    store.setState((state) => reducePhone(state, event), true)

  const stayOnline = createStayLoader(pictured)
  let stay: Stay | undefined
  let uniqueId = ownId
  const client = (): BrtcClient | undefined => stay?.client()
  const carrier = (): BrtcClient | undefined => stay?.carrier()
  const calls = createCallControl({ getState, dispatch, client, application, now, randomId, log })
  const audio = createCallAudio({ audioOutput, now })
  const digits = createDigitControl({ getState, dispatch, client: carrier, audioOutput, log })
  const talkingWhileMuted = createTalkingWhileMuted(audioInput.level, now)
  const devices = createLazyDeviceControl({
    getState,
    dispatch,
    audioInput,
    audioOutput,
    changeMicrophone: async (id) => stay?.changeMicrophone(id),
    remember: (choice) => preferences.change(choice),
    pictured,
    now,
    log,
  })

  const preferences = createPreferenceControl({
    getState,
    dispatch,
    store: options.preferenceStore,
    audioOutput,
    log,
  })
  const numberPlan = createNumberPlanControl({
    getState,
    dispatch,
    load: options.loadNumberPlan,
    log,
  })
  const records = createLazyRecords({
    getState,
    dispatch,
    subscribe: store.subscribe,
    open: options.openRecords,
    now,
    log,
  })
  const quality = createQualityMonitor({ getState, dispatch, client: carrier, now, log })
  const autoAnswer = createAutoAnswer({ getState, accept: calls.accept, audioOutput, log })

  store.subscribe((state, previous) => {
    for (const sentence of describeChange(state, previous)) log('info', sentence)
    trace.follow(state, previous)
    audio.follow(state, stay)
    numberPlan.follow(state, previous)
    calls.follow(state)
    digits.follow(state)
    talkingWhileMuted.follow(state)
    devices.follow(state)
    quality.follow(state)
    autoAnswer.follow(state)
    stay?.follow(state)
  })

  const unsubscribeSound = audioOutput.sound.subscribe(() =>
    dispatch({ type: 'soundChanged', sound: audioOutput.sound.get() }),
  )

  function onGateway(event: BrtcEvent): void {
    trace.onGateway(event)
    logGateway(event, log)
    switch (event.type) {
      case 'streamAvailable':
        audio.addStream(event.streamId, event.stream)
        return calls.onStream(event)
      case 'streamUnavailable':
        audio.removeStream(event.streamId)
        return dispatch({ ...event, at: now() })
      case 'tonePlayed':
        return digits.onTone(event.tone)
      case 'peerStateChanged':
      case 'faulted':
      case 'frame':
      case 'heartbeat':
      case 'socketOpened':
      case 'ready':
      case 'disconnected':
        return undefined
    }
  }

  function onApplication(event: ApplicationEvent): void {
    if (event.type === 'endpoint.expiring') log('info', 'the endpoint is about to expire')
    calls.onApplication(event)
  }

  function goOnline(pasted?: PastedToken, former?: Unfinished): void {
    if (getState().session.status !== 'offline') return
    enableSound()
    dispatch({ type: 'connectingStarted', ...(pasted && { isTokenPasted: true }), at: now() })
    if (former) dispatch({ type: 'callTakenUp', call: former.call, at: now() })
    uniqueId = former?.uniqueId ?? ownId
    const microphoneId = getState().devices.microphone
    stay = stayOnline(
      {
        ...options,
        application: pasted ? createNoApplication(pasted) : application,
        former: former?.grant,
        canRenew: pasted === undefined,
        uniqueId,
        microphoneId,
        surroundings: options.surroundings ?? quietSurroundings,
        getState,
        now,
        random: options.random ?? Math.random,
      },
      {
        onStep: (step) => dispatch({ type: 'stepReached', step }),
        onOnline: (online) => {
          dispatch({ type: 'published', ...online, at: now() })
          // A page that has the microphone may sound, in most browsers, with or without a click.
          enableSound()
          devices.refresh()
        },
        onReconnecting: (attempt) => {
          calls.onConnectionLost()
          dispatch({ type: 'reconnecting', ...attempt, at: now() })
        },
        onTrouble: (trouble) => dispatch({ type: 'troubleChanged', trouble }),
        onCallLost: calls.lose,
        onRungTooLong: calls.stopRinging,
        onOffline: (departure) => leave(departure),
        onGateway,
        onApplication,
        onApplicationOpen: () => dispatch({ type: 'applicationEventsOpened' }),
        onApplicationLost: () => dispatch({ type: 'applicationEventsLost' }),
        onMicrophoneGone: devices.onMicrophoneGone,
        log,
      },
    )
  }

  function enableSound(): void {
    audioOutput.unlock().catch((error: unknown) => log('warn', describeError(error)))
  }

  function leave(departure: Departure = {}, how?: 'release'): void {
    dispatch({ type: 'wentOffline', ...departure, at: now() })
    stay?.close(how)
    stay = undefined
  }

  function goOffline(): void {
    calls.hangUp()
    leave()
  }

  const unfinished = () => unfinishedOf(getState(), stay?.grant(), uniqueId)

  function leavePage(): void {
    const left = unfinished()
    if (left) return leaveUnfinished(left, { dispatch, application, now })
    calls.hangUp('page-left')
    leave({}, 'release')
  }

  function raise(code: NoticeCode): void {
    dispatch({ type: 'noticeRaised', notice: { code } })
  }

  return {
    store,
    goOnline: () => goOnline(),
    goOnlineWith: (pasted) => goOnline(pasted),
    goOffline,
    leavePage,
    unfinished,
    takeUp: (former) => goOnline(undefined, former),
    retryNow: () => stay?.retryNow(),
    dial: async (input) => {
      const number = await numberPlan.read(input)
      if (number === undefined) return false
      const hindrance = hindranceToDial(getState())
      if (!hindrance) return calls.dial(number)
      raise(hindrance)
      return false
    },
    accept: calls.accept,
    decline: calls.decline,
    hangUp: () => calls.hangUp(),
    dismissCall: () => dispatch({ type: 'callDismissed' }),
    setMuted: (muted) => dispatch({ type: 'muteChanged', muted }),
    pressKey: digits.press,
    pasteKeys: digits.paste,
    chooseDevice: devices.choose,
    enableSound,
    dismissNotice: () => dispatch({ type: 'noticeDismissed' }),
    changePreferences: preferences.change,
    setPresence: (presence) => void choosePresence(presence, { application, dispatch, log }),
    loadRecords: records.load,
    writeNote: (id, note) => dispatch({ type: 'noteWritten', id, note }),
    rememberLeftCall: (call) => dispatch({ type: 'leftCallRemembered', call }),
    seeMissedCalls: () => dispatch({ type: 'missedCallsSeen' }),
    testRing: () => audioOutput.testRing(testRingSeconds),
    loadChecks: async () => {
      const { createChecks } = await import('./checks/create-checks.ts')
      return createChecks({ ...options, getState, client, uniqueId: randomId(), now, log })
    },
    quality: quality.source,
    talkingWhileMuted,
    microphoneLevel: audioInput.level,
    remoteLevel: audioOutput.remoteLevel,
    warn: (message) => log('warn', message),
    log: eventLog.entries,
    logSource: eventLog,
    sequence: trace,
    close: () => {
      goOffline()
      unsubscribeSound()
      for (const part of [devices, audio, quality, trace, records]) part.close()
    },
  }
}
