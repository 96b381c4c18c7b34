import type { PhoneEvent } from './phone-event.ts'
import type { AudioDevice, DeviceKind, PhoneState } from './phone-state.ts'
import type { AudioInput, AudioOutput } from './ports.ts'

export type DeviceControlOptions = {
  getState: () => PhoneState
  dispatch: (event: PhoneEvent) => void
  audioInput: AudioInput
  audioOutput: Pick<AudioOutput, 'setSpeaker' | 'setRinger'>
  /** Exchanges the microphone in use; does nothing where none is. */
  changeMicrophone: (deviceId: string) => Promise<void>
  log: (level: 'warn', message: string) => void
}

export interface DeviceControl {
  choose: (kind: DeviceKind, id: string) => void
  refresh: () => void
  close: () => void
}

/** Lists the devices at once and after each change, and changes what is in use before it says so. */
export function createDeviceControl(options: DeviceControlOptions): DeviceControl {
  const { getState, dispatch, audioInput, audioOutput, log } = options

  const change: Record<DeviceKind, (id: string) => Promise<void>> = {
    microphone: options.changeMicrophone,
    speaker: audioOutput.setSpeaker,
    ringer: audioOutput.setRinger,
  }

  function choose(kind: DeviceKind, id: string): void {
    change[kind](id).then(
      () => dispatch({ type: 'deviceChosen', kind, id }),
      () => {
        log('warn', `${kind} not changed`)
        const code = kind === 'microphone' ? 'microphone-change-failed' : 'output-change-failed'
        dispatch({ type: 'noticeRaised', notice: { code } })
      },
    )
  }

  async function list(): Promise<void> {
    const before = getState().devices
    const devices = await audioInput.listDevices()
    dispatch({ type: 'devicesListed', devices })
    const gone = (kind: DeviceKind, were: readonly AudioDevice[], are: readonly AudioDevice[]) =>
      has(were, before[kind]) && !has(are, before[kind]) && choose(kind, '')
    gone('speaker', before.outputs, devices.outputs)
    gone('ringer', before.outputs, devices.outputs)
    // The one in use tells by itself that it is gone; see `published-microphone.ts`.
    if (getState().session.status === 'offline') {
      gone('microphone', before.microphones, devices.microphones)
    }
  }

  function refresh(): void {
    list().catch(() => log('warn', 'devices not listed'))
  }

  refresh()
  return { choose, refresh, close: audioInput.onDevicesChanged(refresh) }
}

function has(devices: readonly AudioDevice[], id: string): boolean {
  return id !== '' && devices.some((device) => device.id === id)
}
