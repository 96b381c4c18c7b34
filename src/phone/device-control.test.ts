import { describe, expect, it, vi } from 'vitest'
import { createTestPhone, type TestPhone } from '../testing/create-test-phone.ts'
import { endTrack, microphoneError } from '../testing/fake-audio.ts'
import { waitFor } from '../testing/wait-for.ts'

const headset = {
  microphone: { id: 'headset', label: 'Headset microphone' },
  output: { id: 'headset', label: 'Headset earphone' },
}
const builtIn = {
  microphone: { id: 'built-in', label: 'Built-in microphone' },
  output: { id: 'built-in', label: 'Built-in speakers' },
}
const both = {
  microphones: [headset.microphone, builtIn.microphone],
  outputs: [headset.output, builtIn.output],
}
const withoutHeadset = { microphones: [builtIn.microphone], outputs: [builtIn.output] }

const stored = { microphone: 'Headset microphone', speaker: 'Headset earphone' }

async function phoneWithHeadset(preferences: unknown = stored) {
  const save = vi.fn<(preferences: unknown) => void>()
  const test = createTestPhone({ preferenceStore: { load: () => preferences, save } })
  await until(test, { microphone: 'headset', speaker: 'headset' })
  return { ...test, save }
}

async function inCall() {
  const test = await phoneWithHeadset()
  await test.goOnline()
  test.ring()
  test.phone.accept()
  await waitFor(() => expect(test.state().call?.status).toBe('connected'))
  return test
}

const until = ({ state }: Pick<TestPhone, 'state'>, devices: object) =>
  waitFor(() => expect(state().devices).toMatchObject(devices))
const notice = ({ state }: Pick<TestPhone, 'state'>, expected: object | null) =>
  waitFor(() => {
    if (expected === null) expect(state().notice).toBeNull()
    else expect(state().notice).toMatchObject(expected)
  })

function unplugMicrophone({ audioInput }: TestPhone): void {
  const track = audioInput.opened.at(-1)?.track
  if (track) endTrack(track)
}

describe('what the agent chose', () => {
  it('is known again by its label, though its id is another one', async () => {
    const { audioOutput } = await phoneWithHeadset()
    expect(audioOutput.setSpeaker.mock.calls).toEqual([['headset']])
    expect(audioOutput.setRinger).not.toHaveBeenCalled()
  })

  it('is kept by its label, and the default as none', async () => {
    const { phone, save } = await phoneWithHeadset()
    phone.chooseDevice('ringer', 'built-in')
    await waitFor(() =>
      expect(save.mock.lastCall?.[0]).toMatchObject({ ringer: 'Built-in speakers' }),
    )
    phone.chooseDevice('ringer', '')
    await waitFor(() => expect(save.mock.lastCall?.[0]).toMatchObject({ ringer: '' }))
  })

  it('in another tab is used here from the next time on', async () => {
    const test = await phoneWithHeadset()
    test.phone.changePreferences({ microphone: 'Built-in microphone' })
    await test.goOnline()
    await until(test, { microphone: 'built-in' })
    expect(test.state().notice).toBeNull()
  })

  it('is not forgotten because it is away', async () => {
    const { audioInput, save, state } = await phoneWithHeadset()
    audioInput.setDevices(withoutHeadset)
    await until({ state }, { speaker: '' })
    expect(save).not.toHaveBeenCalled()
  })
})

describe('a headset that is unplugged in a call', () => {
  it('leaves its place to the next one, and one notice names all that it was', async () => {
    const test = await inCall()
    unplugMicrophone(test)
    test.audioInput.setDevices(withoutHeadset)
    await until(test, { microphone: '', speaker: '' })
    await notice(test, {
      code: 'device-gone',
      changes: [
        { kind: 'speaker', from: 'Headset earphone', to: '' },
        { kind: 'microphone', from: 'Headset microphone', to: 'Built-in microphone' },
      ],
    })
    expect(test.client().replaceTrack).toHaveBeenCalledTimes(1)
    expect(test.state().call?.status).toBe('connected')
  })

  it('is offered when it is back, and used when the agent wants it', async () => {
    const test = await inCall()
    unplugMicrophone(test)
    test.audioInput.setDevices(withoutHeadset)
    await until(test, { microphone: '', speaker: '' })
    test.audioInput.setDevices(both)
    await notice(test, {
      code: 'device-back',
      changes: [
        { kind: 'microphone', id: 'headset', to: 'Headset microphone' },
        { kind: 'speaker', id: 'headset', to: 'Headset earphone' },
      ],
    })
    expect(test.state().devices).toMatchObject({ microphone: '', speaker: '' })
    test.phone.chooseDevice('microphone', 'headset')
    await until(test, { microphone: 'headset' })
    await notice(test, null)
  })

  it('is used again without a question where there is no call, and that is told', async () => {
    const test = await phoneWithHeadset()
    await test.goOnline()
    test.audioInput.setDevices(withoutHeadset)
    await until(test, { speaker: '' })
    test.audioInput.setDevices(both)
    await until(test, { speaker: 'headset' })
    await notice(test, { code: 'device-restored', changes: [{ kind: 'speaker' }] })
  })
})

describe('a microphone that cannot be replaced', () => {
  it.each([
    ['missing', 'microphone-lost'],
    ['busy', 'microphone-taken'],
    ['blocked', 'microphone-revoked'],
  ] as const)('because it is %s is told as %s, and the call goes on', async (reason, code) => {
    const test = await inCall()
    test.audioInput.open.mockRejectedValue(microphoneError(reason))
    unplugMicrophone(test)
    await notice(test, { code })
    expect(test.state().call?.status).toBe('connected')
    // Where the page may use none it does not try them all.
    const tries = test.audioInput.open.mock.calls.slice(1).map(([id]) => id)
    expect(tries).toEqual(reason === 'blocked' ? [''] : ['', 'headset', 'built-in'])
  })

  it('is had as soon as there is one again', async () => {
    const test = await inCall()
    const open = test.audioInput.open.getMockImplementation()
    test.audioInput.open.mockRejectedValue(microphoneError('missing'))
    test.audioInput.setDevices({ microphones: [] })
    await until(test, { microphones: [] })
    unplugMicrophone(test)
    await notice(test, { code: 'microphone-lost' })
    if (open) test.audioInput.open.mockImplementation(open)
    test.audioInput.setDevices(both)
    await notice(test, {
      code: 'device-restored',
      changes: [{ kind: 'microphone', to: 'Headset microphone' }],
    })
    expect(test.client().replaceTrack).toHaveBeenCalledTimes(1)
  })

  it('is told again, as what it is, when a press did not help', async () => {
    const test = await inCall()
    test.audioInput.open.mockRejectedValue(microphoneError('blocked'))
    unplugMicrophone(test)
    await notice(test, { code: 'microphone-revoked' })
    test.audioInput.open.mockRejectedValue(microphoneError('busy'))
    test.phone.chooseDevice('microphone', '')
    await notice(test, { code: 'microphone-taken' })
  })

  it('gives way to another one that can be opened', async () => {
    const test = await inCall()
    test.audioInput.open.mockRejectedValueOnce(microphoneError('busy'))
    unplugMicrophone(test)
    await notice(test, { code: 'device-gone' })
    expect(test.audioInput.opened.at(-1)?.deviceId).toBe(test.state().devices.microphone)
  })
})

describe('the system’s default', () => {
  it('is followed in a call when it becomes another device, and both are named', async () => {
    const test = createTestPhone()
    await until(test, { microphones: both.microphones })
    test.audioInput.setDevices({ systemMicrophone: builtIn.microphone })
    await test.goOnline()
    await waitFor(() => expect(test.audioInput.listDevices).toHaveBeenCalledTimes(3))
    test.audioInput.setDevices({ systemMicrophone: headset.microphone })
    await notice(test, {
      code: 'default-changed',
      changes: [{ from: 'Built-in microphone', to: 'Headset microphone' }],
    })
    expect(test.audioInput.open.mock.calls).toEqual([[''], ['']])
    expect(test.client().replaceTrack).toHaveBeenCalledTimes(1)
  })

  it('is nothing to an agent who chose a microphone', async () => {
    const test = await phoneWithHeadset()
    test.audioInput.setDevices({ systemMicrophone: builtIn.microphone })
    await test.goOnline()
    test.audioInput.setDevices({ systemMicrophone: headset.microphone })
    await waitFor(() => expect(test.audioInput.listDevices).toHaveBeenCalledTimes(4))
    expect(test.audioInput.open.mock.calls).toEqual([['headset']])
    expect(test.state().notice).toBeNull()
  })
})

it('devices are listed once at the start, when online, and for each change, not more', async () => {
  const test = await phoneWithHeadset()
  await test.goOnline()
  test.ring()
  test.phone.accept()
  await waitFor(() => expect(test.state().call?.status).toBe('connected'))
  test.phone.chooseDevice('microphone', 'built-in')
  await until(test, { microphone: 'built-in' })
  expect(test.audioInput.listDevices).toHaveBeenCalledTimes(2)
})
