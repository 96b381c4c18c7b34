import type { AudioDevice } from '../phone/phone-state.ts'

const systemDefault: AudioDevice = { id: '', label: 'System default' }

/** Ids that stand for another device of the same list, or (before permission) for all of them. */
const aliases = new Set(['', 'default', 'communications'])

/**
 * What can be chosen, from what enumerateDevices tells. "System default" stands first; it stands alone where the
 * browser hides the devices, which is so until the microphone was allowed, and for outputs in some browsers always.
 * `microphones` is empty where the machine has none.
 */
export function toDeviceLists(infos: readonly MediaDeviceInfo[]): {
  microphones: AudioDevice[]
  outputs: AudioDevice[]
} {
  const inputs = infos.filter(({ kind }) => kind === 'audioinput')
  const outputs = infos.filter(({ kind }) => kind === 'audiooutput')
  return {
    microphones: inputs.length > 0 ? [systemDefault, ...named(inputs, 'Microphone')] : [],
    outputs: [systemDefault, ...named(outputs, 'Speaker')],
  }
}

/** The id by which a list knows a device: '' for the browser's aliases of the default. */
export function listedId(deviceId: string | undefined): string {
  return deviceId === undefined || aliases.has(deviceId) ? '' : deviceId
}

function named(infos: readonly MediaDeviceInfo[], noun: string): AudioDevice[] {
  return infos
    .filter(({ deviceId }) => !aliases.has(deviceId))
    .map(({ deviceId, label }, index) => ({
      id: deviceId,
      label: label || `${noun} ${index + 1}`,
    }))
}
