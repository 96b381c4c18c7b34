import type { AudioDevice, DeviceKind, Devices } from './phone-state.ts'
import type { Preferences } from './preferences.ts'

/**
 * What a new list of devices means for one choice: what was chosen is gone, or what is preferred can be had and is not what
 * is used; `isNew` where it could not be had before.
 */
export type DeviceMove = { kind: DeviceKind; device: AudioDevice } & (
  | { type: 'gone' }
  | { type: 'preferred'; isNew: boolean }
)

export const deviceKinds: readonly DeviceKind[] = ['microphone', 'speaker', 'ringer']

/** The devices of which one can be chosen for this. */
export function devicesFor(
  kind: DeviceKind,
  devices: Pick<Devices, 'microphones' | 'outputs'>,
): readonly AudioDevice[] {
  return kind === 'microphone' ? devices.microphones : devices.outputs
}

/** By label, as ids are not the same for ever: a browser gives new ones with new permissions. */
export function compareDevices(
  before: Devices,
  listed: Pick<Devices, 'microphones' | 'outputs'>,
  preferences: Pick<Preferences, DeviceKind>,
): DeviceMove[] {
  return deviceKinds.flatMap((kind): DeviceMove[] => {
    const [were, are] = [devicesFor(kind, before), devicesFor(kind, listed)]
    const chosen = findDevice(were, 'id', before[kind])
    const isGone = chosen && !findDevice(are, 'id', chosen.id)
    const preferred = findDevice(are, 'label', preferences[kind])
    const isUsed = preferred?.id === before[kind]
    const isNew = !findDevice(were, 'id', preferred?.id ?? '')
    return [
      ...(isGone ? [{ type: 'gone' as const, kind, device: chosen }] : []),
      ...(preferred && !isUsed
        ? [{ type: 'preferred' as const, kind, device: preferred, isNew }]
        : []),
    ]
  })
}

/** The default, '', is no device of its own: it neither comes nor goes. */
export function findDevice(
  devices: readonly AudioDevice[],
  by: 'id' | 'label',
  value: string,
): AudioDevice | undefined {
  if (value === '') return undefined
  return devices.find((device) => device.id !== '' && device[by] === value)
}
