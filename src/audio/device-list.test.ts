import { expect, it } from 'vitest'
import { listedId, listedLabel, toDeviceLists } from './device-list.ts'

it('lists every device once, after the system default', () => {
  const infos = [
    info('audioinput', 'default', 'Default - Built-in', 'board'),
    info('audioinput', 'communications', 'Communications - Headset'),
    info('audioinput', 'a1', 'Headset'),
    info('audioinput', 'a2', 'Built-in', 'board'),
    info('videoinput', 'v1', 'Camera'),
    info('audiooutput', 'default', 'Default - Loudspeakers'),
    info('audiooutput', 'b1', 'Loudspeakers'),
  ]

  expect(toDeviceLists(infos)).toEqual({
    microphones: [
      { id: '', label: '' },
      { id: 'a1', label: 'Headset' },
      { id: 'a2', label: 'Built-in' },
    ],
    outputs: [
      { id: '', label: '' },
      { id: 'b1', label: 'Loudspeakers' },
    ],
    systemMicrophone: { id: 'a2', label: 'Built-in' },
  })
})

it('offers the system default while the browser hides the devices', () => {
  const hidden = [info('audioinput', '', ''), info('videoinput', '', '')]

  expect(toDeviceLists(hidden)).toEqual({
    microphones: [{ id: '', label: '' }],
    outputs: [{ id: '', label: '' }],
    systemMicrophone: null,
  })
})

it('numbers devices that the browser does not name', () => {
  const infos = [info('audioinput', 'a1', ''), info('audioinput', 'a2', '')]

  expect(toDeviceLists(infos).microphones.map(({ label }) => label)).toEqual([
    '',
    'Microphone 1',
    'Microphone 2',
  ])
})

it('lists no microphone where there is none', () => {
  expect(toDeviceLists([info('audiooutput', 'b1', 'Loudspeakers')]).microphones).toEqual([])
})

it('names the device behind an alias, in whatever language the browser calls it one', () => {
  expect(listedLabel('Default - Headset (USB-2)', 'default')).toBe('Headset (USB-2)')
  expect(listedLabel('Standard - Headset', 'communications')).toBe('Headset')
  expect(listedLabel('Headset - Pro', 'a1')).toBe('Headset - Pro')
})

it('knows the aliases of the default by the id of the list', () => {
  expect(['default', 'communications', '', undefined, 'a1'].map(listedId)).toEqual([
    '',
    '',
    '',
    '',
    'a1',
  ])
})

function info(
  kind: MediaDeviceKind,
  deviceId: string,
  label: string,
  groupId = '',
): MediaDeviceInfo {
  const facts = { kind, deviceId, label, groupId }
  return { ...facts, toJSON: () => facts }
}
