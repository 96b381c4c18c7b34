import { compareDevices, devicesFor, findDevice } from './device-changes.ts'
import { codeOf } from './offline-reason.ts'
import type { PhoneEvent } from './phone-event.ts'
import type {
  AudioDevice,
  DeviceChange,
  DeviceKind,
  NoticeCode,
  PhoneState,
} from './phone-state.ts'
import type { AudioInput, AudioOutput } from './ports.ts'
import type { Preferences } from './preferences.ts'
import type { MicrophoneGone } from './published-microphone.ts'
import { isLive } from './reduce-call.ts'
import { createSilentMicrophone } from './silent-microphone.ts'

export type DeviceControlOptions = {
  getState: () => PhoneState
  dispatch: (event: PhoneEvent) => void
  audioInput: Pick<AudioInput, 'listDevices' | 'onDevicesChanged' | 'level'>
  audioOutput: Pick<AudioOutput, 'setSpeaker' | 'setRinger'>
  /** Exchanges the microphone in use; does nothing where none is. */
  changeMicrophone: (deviceId: string) => Promise<void>
  /** Keeps what the agent chose, by its label, for the next time. */
  remember: (choice: Partial<Pick<Preferences, DeviceKind>>) => void
  now: () => number
  log: (level: 'warn', message: string) => void
}

export interface DeviceControl {
  /** By the agent. */
  choose: (kind: DeviceKind, id: string) => void
  /** The microphone in use went away. */
  onMicrophoneGone: (outcome: MicrophoneGone) => void
  refresh: () => void
  /** After each change of the state. */
  follow: (state: PhoneState) => void
  close: () => void
}

/** Of a microphone that cannot be had while another one is in use. */
const changeCodes: Record<string, NoticeCode> = {
  blocked: 'microphone-change-blocked',
  busy: 'microphone-change-busy',
}
/** While none is: nobody can hear the agent. */
const lostCodes: Record<string, NoticeCode> = {
  blocked: 'microphone-revoked',
  busy: 'microphone-taken',
}

/**
 * Lists the devices at once and after each change, and changes what is in use before it says so. What goes away is
 * replaced and told; what the agent prefers is used again when it comes back, but in a call only if the agent wants it.
 */
export function createDeviceControl(options: DeviceControlOptions): DeviceControl {
  const { getState, dispatch, audioInput, audioOutput, log } = options
  /** What went away in this page, and is not what is used now only for that. */
  const missed = new Set<DeviceKind>()
  let isMicrophoneLost = false
  let systemMicrophone: AudioDevice | null = null

  const change: Record<DeviceKind, (id: string) => Promise<void>> = {
    microphone: options.changeMicrophone,
    speaker: audioOutput.setSpeaker,
    ringer: audioOutput.setRinger,
  }
  const raise = (code: NoticeCode, ...changes: DeviceChange[]): void =>
    dispatch({ type: 'noticeRaised', notice: { code, ...(changes.length > 0 && { changes }) } })
  const dismiss = (code: NoticeCode): void => dispatch({ type: 'noticeDismissed', code })

  async function apply(kind: DeviceKind, id: string): Promise<void> {
    await change[kind](id)
    dispatch({ type: 'deviceChosen', kind, id })
    missed.delete(kind)
    if (kind !== 'microphone') return
    isMicrophoneLost = false
    for (const code of ['microphone-lost', ...Object.values(lostCodes)] as const) dismiss(code)
  }

  function fail(kind: DeviceKind, error: unknown): void {
    log('warn', `${kind} not changed`)
    const code = codeOf(error) ?? ''
    if (kind !== 'microphone') raise('output-change-failed')
    else if (isMicrophoneLost) raise(lostCodes[code] ?? 'microphone-lost')
    else raise(changeCodes[code] ?? 'microphone-change-failed')
  }

  function choose(kind: DeviceKind, id: string): void {
    apply(kind, id).then(
      () => {
        options.remember({ [kind]: id && labelOf(kind, id) })
        dismiss('device-back')
      },
      (error: unknown) => fail(kind, error),
    )
  }

  /** Uses what nobody chose just now, and tells with `code`. */
  function exchange(kind: DeviceKind, id: string, code: NoticeCode, told: DeviceChange): void {
    apply(kind, id).then(
      () => raise(code, told),
      (error: unknown) => fail(kind, error),
    )
  }

  function onMicrophoneGone(outcome: MicrophoneGone): void {
    if (outcome.status === 'lost') {
      isMicrophoneLost = true
      return raise(lostCodes[codeOf(outcome.error) ?? ''] ?? 'microphone-lost')
    }
    const { from, to, deviceId } = outcome
    dispatch({ type: 'deviceChosen', kind: 'microphone', id: deviceId })
    missed.add('microphone')
    // The default may be another one now, and is in use already.
    systemMicrophone = null
    raise('device-gone', { kind: 'microphone', from, to })
  }

  function onGone(kind: DeviceKind, device: AudioDevice): void {
    // The one in use tells by itself that it is gone; see `published-microphone.ts`.
    if (kind === 'microphone' && getState().session.status !== 'offline') return
    const told = { kind, from: device.label, to: '' }
    apply(kind, '').then(
      () => {
        missed.add(kind)
        raise('device-gone', told)
      },
      (error: unknown) => fail(kind, error),
    )
  }

  function onPreferred(kind: DeviceKind, device: AudioDevice, isNew: boolean): void {
    // It has been offered before.
    if (missed.has(kind) && !isNew) return
    const from = labelOf(kind, getState().devices[kind])
    const told = { kind, id: device.id, from, to: device.label }
    if (!missed.has(kind)) {
      // Chosen another day, or in another tab: there is nothing to tell.
      apply(kind, device.id).catch((error: unknown) => fail(kind, error))
    } else if (isLive(getState().call)) raise('device-back', told)
    else exchange(kind, device.id, 'device-restored', told)
  }

  /** A microphone that is opened as the default stays with its device when the system's default changes. */
  function followDefault(present: AudioDevice | null): void {
    const previous = systemMicrophone
    systemMicrophone = present
    const { devices, session } = getState()
    if (devices.microphone !== '' || session.status === 'offline') return
    if (!previous || !present || previous.id === present.id) return
    const told = { kind: 'microphone' as const, from: previous.label, to: present.label }
    exchange('microphone', '', 'default-changed', told)
  }

  function retryMicrophone(system: AudioDevice | null): void {
    const { devices, preferences } = getState()
    const wanted = findDevice(devices.microphones, 'label', preferences.microphone)
    const to = wanted?.label ?? system?.label ?? ''
    const told = { kind: 'microphone' as const, from: '', to }
    exchange('microphone', wanted?.id ?? '', 'device-restored', told)
  }

  async function list(): Promise<void> {
    const { systemMicrophone: present, ...listed } = await audioInput.listDevices()
    const { devices, preferences } = getState()
    dispatch({ type: 'devicesListed', devices: listed })
    const moves = compareDevices(devices, listed, preferences)
    if (isMicrophoneLost) retryMicrophone(present)
    for (const move of moves) {
      const { kind, device } = move
      if (kind === 'microphone' && isMicrophoneLost) continue
      if (move.type === 'gone') onGone(kind, device)
      else onPreferred(kind, device, move.isNew)
    }
    followDefault(present)
  }

  function labelOf(kind: DeviceKind, id: string): string {
    return findDevice(devicesFor(kind, getState().devices), 'id', id)?.label ?? ''
  }

  function refresh(): void {
    list().catch(() => log('warn', 'devices not listed'))
  }

  refresh()
  return {
    choose,
    onMicrophoneGone,
    refresh,
    follow: createSilentMicrophone({ level: audioInput.level, dispatch, now: options.now }).follow,
    close: audioInput.onDevicesChanged(refresh),
  }
}
