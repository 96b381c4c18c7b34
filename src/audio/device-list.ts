import type { AudioDevice } from '../phone/phone-state.ts'

const systemDefault: AudioDevice = { id: '', label: '' }

/** Ids that stand for another device of the same list, or (before permission) for all of them. */
const aliases = new Set(['', 'default', 'communications'])

/**
 * What can be chosen, from what enumerateDevices tells. The system's default stands first; it stands alone where the
 * browser hides the devices, which is so until the microphone was allowed, and for outputs in some browsers always.
 * `microphones` is empty where the machine has none.
 */
export function toDeviceLists(infos: readonly MediaDeviceInfo[]): {
  microphones: AudioDevice[]
  outputs: AudioDevice[]
  systemMicrophone: AudioDevice | null
} {
  const inputs = infos.filter(({ kind }) => kind === 'audioinput')
  const outputs = infos.filter(({ kind }) => kind === 'audiooutput')
  const microphones = named(inputs, 'Microphone')
  // The alias and what it stands for are of one group. Not every browser lists the alias.
  const alias = inputs.find(({ deviceId }) => deviceId === 'default')
  const system = inputs.find(
    ({ deviceId, groupId }) =>
      !aliases.has(deviceId) && groupId !== '' && groupId === alias?.groupId,
  )
  return {
    microphones: inputs.length > 0 ? [systemDefault, ...microphones] : [],
    outputs: [systemDefault, ...named(outputs, 'Speaker')],
    systemMicrophone: microphones.find(({ id }) => id === system?.deviceId) ?? null,
  }
}

/** The id by which a list knows a device: '' for the browser's aliases of the default. */
export function listedId(deviceId: string | undefined): string {
  return deviceId === undefined || aliases.has(deviceId) ? '' : deviceId
}

/** What a device is called, where the browser calls an alias "Default - Headset", in its own language. */
export function listedLabel(label: string, deviceId: string | undefined): string {
  return listedId(deviceId) === '' ? label.replace(/^[^-]+ - (?=.)/, '') : label
}

function named(infos: readonly MediaDeviceInfo[], noun: string): AudioDevice[] {
  return infos
    .filter(({ deviceId }) => !aliases.has(deviceId))
    .map(({ deviceId, label }, index) => ({
      id: deviceId,
      label: label || `${noun} ${index + 1}`,
    }))
}
