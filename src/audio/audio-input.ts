import type { AudioInput, Microphone } from '../phone/ports.ts'
import { listedId, listedLabel, toDeviceLists } from './device-list.ts'
import { createLevelMeter } from './level-meter.ts'
import { MicrophoneError, toMicrophoneError } from './microphone-error.ts'

export type AudioInputOptions = {
  /** Null where the browser has none: a page that is not secure (https or localhost). */
  mediaDevices?: CaptureDevices | null
  /** Not every browser tells about the microphone. */
  permissions?: Pick<Permissions, 'query'> | null
}

/** The part of the browser's MediaDevices that is used. */
type CaptureDevices = Pick<
  MediaDevices,
  'getUserMedia' | 'enumerateDevices' | 'addEventListener' | 'removeEventListener'
>

/** Plugging in one headset fires `devicechange` several times within this many milliseconds. */
const settleTime = 300

const processing: MediaTrackConstraints = {
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
}

/** The browser's microphones. */
export function createAudioInput({
  mediaDevices = browserMediaDevices(),
  permissions = browserPermissions(),
}: AudioInputOptions = {}): AudioInput {
  const meter = createLevelMeter()
  /** Oldest first; two are open for a moment while the microphone is changed. The last is measured. */
  let captures: readonly MediaStream[] = []

  return {
    level: meter,

    open: async (deviceId) => {
      const capture = await openCapture(mediaDevices, deviceId)
      const microphone = toMicrophone(capture, () => {
        captures = captures.filter((open) => open !== capture)
        meter.measure(captures.at(-1) ?? null)
      })
      captures = [...captures, capture]
      meter.measure(capture)
      return microphone
    },

    listDevices: async () => ({
      ...toDeviceLists((await mediaDevices?.enumerateDevices()) ?? []),
      canChooseOutput: 'setSinkId' in HTMLMediaElement.prototype,
    }),

    onDevicesChanged: (listener) => {
      let timer: ReturnType<typeof setTimeout> | undefined
      const onChange = () => {
        clearTimeout(timer)
        timer = setTimeout(listener, settleTime)
      }
      const leaving = new AbortController()
      mediaDevices?.addEventListener('devicechange', onChange)
      followPermission(permissions, onChange, leaving.signal)
      return () => {
        clearTimeout(timer)
        leaving.abort()
        mediaDevices?.removeEventListener('devicechange', onChange)
      }
    },
  }
}

function browserMediaDevices(): CaptureDevices | null {
  return 'mediaDevices' in navigator ? navigator.mediaDevices : null
}

function browserPermissions(): Permissions | null {
  return 'permissions' in navigator ? navigator.permissions : null
}

function followPermission(
  permissions: Pick<Permissions, 'query'> | null,
  onChange: () => void,
  signal: AbortSignal,
): void {
  permissions?.query({ name: 'microphone' }).then(
    (permission) => {
      if (!signal.aborted) permission.addEventListener('change', onChange, { signal })
    },
    // A browser that does not know this permission: the list of devices changes with it in most.
    () => {},
  )
}

async function openCapture(
  mediaDevices: CaptureDevices | null,
  deviceId: string,
): Promise<MediaStream> {
  if (!mediaDevices) {
    throw new MicrophoneError('blocked', 'No mediaDevices: the page must be on https or localhost.')
  }
  const audio = { ...processing, ...(deviceId && { deviceId: { exact: deviceId } }) }
  try {
    return await mediaDevices.getUserMedia({ audio })
  } catch (error) {
    throw toMicrophoneError(error)
  }
}

function toMicrophone(capture: MediaStream, onClose: () => void): Microphone {
  const [original] = capture.getAudioTracks()
  if (!original) throw new MicrophoneError('missing', 'getUserMedia gave no audio track.')
  // Muting disables the published track; the level goes on hearing the original.
  const track = original.clone()
  const { deviceId } = original.getSettings()
  return {
    track,
    deviceId: listedId(deviceId),
    label: listedLabel(original.label, deviceId),
    close: () => {
      track.stop()
      original.stop()
      onClose()
    },
  }
}
