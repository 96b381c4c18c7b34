import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ringtones } from '../phone/preferences.ts'
import type { Ringtone } from '../phone/preferences.ts'
import { allowSound } from '../testing/allow-sound.ts'
import { amplitudeAt, listenTo, peak } from '../testing/spectrum.ts'
import type { Ear } from '../testing/spectrum.ts'
import { createAudioInput } from './audio-input.ts'
import { createAudioOutput } from './audio-output.ts'

/** Audio takes its time on a busy machine. */
const patience = { timeout: 15_000 }

let context: AudioContext
const ears: Ear[] = []
const connections: RTCPeerConnection[] = []

beforeEach(async () => {
  await allowSound()
  context = new AudioContext()
})
afterEach(async () => {
  for (const connection of connections.splice(0)) connection.close()
  await Promise.all(ears.splice(0).map((ear) => ear.close()))
  await context.close()
})

describe('a looping sound', () => {
  it('rings on the ringer, and not on the speaker', async () => {
    const { output, speaker, ringer } = await createOutput()

    output.loop('ringtone')

    await expect.poll(() => amplitudeAt(ringer.hear(), 880), patience).toBeGreaterThan(0.05)
    expect(peak(speaker.hear())).toBe(0)
    output.loop(null)
  })

  it('plays ringback on the speaker, and not on the ringer', async () => {
    const { output, speaker, ringer } = await createOutput()

    output.loop('ringback')

    await expect.poll(() => heard(speaker, [440, 480, 620]), patience).toEqual([440, 480])
    expect(peak(ringer.hear())).toBe(0)
    output.loop(null)
  })

  it('replaces the one before', async () => {
    const { output, speaker } = await createOutput()
    output.loop('ringback')
    await expect.poll(() => heard(speaker, [440, 480, 620]), patience).toEqual([440, 480])

    output.loop('busy')

    await expect.poll(() => heard(speaker, [440, 480, 620]), patience).toEqual([480, 620])
    output.loop(null)
  })

  it('ends in silence', async () => {
    const { output, speaker, ringer } = await createOutput()
    output.loop('ringtone')
    await expect.poll(() => peak(ringer.hear()), patience).toBeGreaterThan(0.1)

    output.loop(null)

    await expect.poll(() => peak(ringer.hear()), patience).toBe(0)
    expect(peak(speaker.hear())).toBe(0)
  })

  it('goes on past its period', async () => {
    const { output, speaker } = await createOutput()
    output.loop('busy')
    const start = context.currentTime

    await expect.poll(() => context.currentTime - start, patience).toBeGreaterThan(1.5)
    await expect.poll(() => heard(speaker, [440, 480, 620]), patience).toEqual([480, 620])
    output.loop(null)
  })

  it('leaves nothing connected after a hundred changes', async () => {
    const { output, speaker, ringer, connected } = await createOutput()

    for (let turn = 0; turn < 50; turn++) {
      output.loop('ringtone')
      output.loop('ringback')
    }
    output.loop(null)

    await expect.poll(() => connected(), patience).toBe(0)
    await expect.poll(() => peak(speaker.hear()) + peak(ringer.hear()), patience).toBe(0)
  })

  it('that began while the page was locked is heard once it is unlocked', async () => {
    const { output, ringer } = await createOutput()
    const unlock = await lockContext()
    output.loop('ringtone')
    expect(peak(ringer.hear())).toBe(0)

    unlock()
    await output.unlock()

    await expect.poll(() => peak(ringer.hear()), patience).toBeGreaterThan(0.1)
    output.loop(null)
  })

  it('that began and ended while the page was locked is never heard', async () => {
    const { output, ringer, connected } = await createOutput()
    const unlock = await lockContext()
    output.loop('ringtone')
    expect(connected()).toBe(1)

    output.loop(null)

    expect(connected()).toBe(0)
    unlock()
    await output.unlock()
    await expect.poll(() => context.state, patience).toBe('running')
    expect(peak(ringer.hear())).toBe(0)
  })
})

describe('the ring', () => {
  /** Of two pitches that only this ringtone has, and that it sounds at one moment or another. */
  const pitches: Record<Ringtone, [number, number]> = {
    classic: [880, 1110],
    soft: [587.33, 440],
    marimba: [523.25, 784],
    pulse: [1174.66, 2349.32],
  }

  it.each(ringtones)('%s is heard as itself', async (ringtone) => {
    const { output, ringer } = await createOutput()
    output.setRingtone(ringtone)
    output.loop('ringtone')
    for (const pitch of pitches[ringtone]) {
      await expect.poll(() => amplitudeAt(ringer.hear(), pitch), patience).toBeGreaterThan(0.02)
    }
    output.loop(null)
  })

  it('changes while it rings', async () => {
    const { output, ringer, connected } = await createOutput()
    output.loop('ringtone')
    await expect.poll(() => amplitudeAt(ringer.hear(), 880), patience).toBeGreaterThan(0.05)

    output.setRingtone('soft')

    await expect.poll(() => amplitudeAt(ringer.hear(), 587.33), patience).toBeGreaterThan(0.2)
    await expect.poll(connected, patience).toBe(1)
    output.loop(null)
    await expect.poll(connected, patience).toBe(0)
  })

  it('is as loud as was asked, also while it rings', async () => {
    const { output, ringer, speaker } = await createOutput()
    output.setRingVolume(0.5)
    output.setRingtone('soft')
    output.loop('ringtone')
    const loudest = loudestOf(ringer)
    await expect.poll(loudest, patience).toBeGreaterThan(0.11)
    expect(loudest()).toBeLessThan(0.14)

    output.setRingVolume(0)
    await expect.poll(() => peak(ringer.hear()), patience).toBeLessThan(0.001)

    output.loop('busy')
    await expect.poll(() => peak(speaker.hear()), patience).toBeGreaterThan(0.2)
    output.loop(null)
  })

  it('may be tried for some seconds', async () => {
    const { output, ringer, connected } = await createOutput()
    output.testRing(0.5)
    await expect.poll(() => peak(ringer.hear()), patience).toBeGreaterThan(0.1)
    await expect.poll(connected, patience).toBe(0)
    await expect.poll(() => peak(ringer.hear()), patience).toBe(0)
  })

  it('that is tried can be stopped, and stops no call that rings by then', async () => {
    const { output, ringer, connected } = await createOutput()
    output.testRing(60)()
    await expect.poll(connected, patience).toBe(0)

    const stop = output.testRing(60)
    output.loop('ringtone')
    stop()
    expect(connected()).toBeGreaterThan(0)
    await expect.poll(() => peak(ringer.hear()), patience).toBeGreaterThan(0.1)
    output.testRing(0.1)()
    await expect.poll(connected, patience).toBe(1)
    output.loop(null)
    await expect.poll(connected, patience).toBe(0)
  })
})

describe('the whisper tone', () => {
  it('is heard on the speaker, not on the ringer, and tells when it is over', async () => {
    const { output, speaker, ringer, connected } = await createOutput()
    const loudest = loudestOf(speaker, 1400)
    let isOver = false
    void output.playWhisper().then(() => (isOver = true))
    await expect.poll(loudest, { ...patience, interval: 20 }).toBeGreaterThan(0.05)
    expect(peak(ringer.hear())).toBe(0)
    await expect.poll(() => isOver, patience).toBe(true)
    expect(connected()).toBe(0)
  })

  it('is not over before it can be heard', async () => {
    const { output } = await createOutput()
    const unlock = await lockContext()
    let isOver = false
    void output.playWhisper().then(() => (isOver = true))
    output.playKey('1')
    unlock()
    expect(isOver).toBe(false)
    await output.unlock()
    await expect.poll(() => isOver, patience).toBe(true)
  })
})

describe('a key', () => {
  it('is heard as its two tones on the speaker, for a short time', async () => {
    const { output, speaker, connected } = await createOutput()

    // Pressed again and again, so that a slow machine does not miss it.
    const pressAndHear = () => {
      const tones = heard(speaker, [697, 770, 852, 941, 1209, 1336, 1477], 0.05)
      output.playKey('5')
      return tones
    }
    await expect.poll(pressAndHear, { ...patience, interval: 160 }).toEqual([770, 1336])

    await expect.poll(() => peak(speaker.hear()), patience).toBe(0)
    expect(connected()).toBe(0)
  })

  it('that is none is not heard', async () => {
    const { output, connected } = await createOutput()

    output.playKey('x')

    expect(connected()).toBe(0)
  })
})

describe('the far end', () => {
  it('plays through a peer connection, on the speaker, with its level', async () => {
    const { output, remote } = await createOutput()
    const levels: number[] = []
    output.remoteLevel.subscribe((level) => levels.push(level))
    expect(levels).toEqual([0])

    output.playRemote(await loopback(sine(600, 0.5)))

    await expect.poll(() => levels.at(-1), patience).toBeGreaterThan(0.3)
    expect(levels.at(-1)).toBeLessThan(0.7)
    await expect.poll(() => remote.currentTime, patience).toBeGreaterThan(0)
    expect(remote).toMatchObject({ paused: false, muted: false, volume: 1 })

    output.playRemote(null)
    expect(levels.at(-1)).toBe(0)
    expect(remote.srcObject).toBeNull()
  })

  it('is as loud as was asked', async () => {
    const { output, remote } = await createOutput()
    output.playRemote(sine(600, 0.5))
    output.setCallVolume(0.5)
    expect(remote.volume).toBeCloseTo(0.25)
    output.setCallVolume(1)
    expect(remote.volume).toBe(1)
    output.playRemote(null)
  })

  it('may be another one', async () => {
    const { output, remote } = await createOutput()
    const levels: number[] = []
    output.remoteLevel.subscribe((level) => levels.push(level))
    output.playRemote(sine(600, 0.2))
    await expect.poll(() => levels.at(-1), patience).toBeCloseTo(0.2, 2)

    const next = sine(600, 0.6)
    output.playRemote(next)

    await expect.poll(() => levels.at(-1), patience).toBeCloseTo(0.6, 2)
    expect(remote.srcObject).toBe(next)
    await expect.poll(() => remote.paused, patience).toBe(false)
    output.playRemote(null)
  })
})

describe('devices', () => {
  it('the speaker carries the far end and the tones, the ringer the ring', async () => {
    const { output, elements } = await createOutput()
    const { outputs } = await createAudioInput().listDevices()
    const [, first, second] = outputs.map(({ id }) => id)
    if (!first || !second) throw new Error('The fake devices have no second output.')

    await output.setSpeaker(first)
    await output.setRinger(second)
    expect(elements.map(({ sinkId }) => sinkId)).toEqual([first, first, second])

    await output.setSpeaker('')
    await output.setRinger('')
    expect(elements.map(({ sinkId }) => sinkId)).toEqual(['', '', ''])
  })

  it('that are gone are refused, and what was chosen stays', async () => {
    const { output, elements } = await createOutput()

    await expect(output.setSpeaker('unplugged')).rejects.toMatchObject({ name: 'NotFoundError' })
    await expect(output.setRinger('unplugged')).rejects.toMatchObject({ name: 'NotFoundError' })
    expect(elements.map(({ sinkId }) => sinkId)).toEqual(['', '', ''])
  })
})

it('makes no context before there is something to hear', () => {
  let contexts = 0
  const output = createAudioOutput({
    audioContext: () => {
      contexts += 1
      return context
    },
  })

  output.loop(null)
  output.playRemote(null)
  expect(contexts).toBe(0)

  output.playKey('1')
  expect(contexts).toBeGreaterThan(0)
})

it('unlocks: the context runs and the elements play', async () => {
  const { output, elements } = await createOutput()
  await context.suspend()
  for (const element of elements) element.pause()

  await output.unlock()

  await expect.poll(() => context.state, patience).toBe('running')
  await expect
    .poll(() => elements.map(({ paused }) => paused), patience)
    .toEqual([true, false, false])
})

/** An output with an ear at each of its elements, and a count of the sources that are connected. */
async function createOutput() {
  const elements: HTMLAudioElement[] = []
  const output = createAudioOutput({
    audioContext: () => context,
    createElement: () => {
      const element = new Audio()
      elements.push(element)
      return element
    },
  })
  await output.unlock()
  const [remote, speaker, ringer] = elements
  if (!remote || !speaker || !ringer) throw new Error('The output has made too few elements.')
  return {
    output,
    elements,
    remote,
    speaker: await earAt(speaker),
    ringer: await earAt(ringer),
    connected: countSources(),
  }
}

/**
 * Suspends the context as a browser does before the first gesture: `resume` does not settle.
 * @returns ends that
 */
async function lockContext(): Promise<() => void> {
  const resume = context.resume.bind(context)
  await context.suspend()
  context.resume = () => new Promise(() => {})
  return () => {
    context.resume = resume
  }
}

async function earAt(element: HTMLAudioElement): Promise<Ear> {
  if (!(element.srcObject instanceof MediaStream)) throw new Error('The element plays no stream.')
  const ear = await listenTo(element.srcObject)
  ears.push(ear)
  return ear
}

/** Which of these frequencies are there. */
function heard(ear: Ear, frequencies: readonly number[], least = 0.1): number[] {
  const sound = ear.hear()
  return frequencies.filter((frequency) => amplitudeAt(sound, frequency) > least)
}

/** @returns the loudest that was heard so far, of one frequency or of all; to be polled */
function loudestOf(ear: Ear, frequency?: number): () => number {
  let loudest = 0
  return () => {
    const sound = ear.hear()
    return (loudest = Math.max(loudest, frequency ? amplitudeAt(sound, frequency) : peak(sound)))
  }
}

/** How many of the sources made from now on are not disconnected yet. */
function countSources(): () => number {
  const live = new Set<AudioNode>()
  const create = context.createBufferSource.bind(context)
  context.createBufferSource = () => {
    const source = create()
    const disconnect = source.disconnect.bind(source)
    live.add(source)
    source.disconnect = () => {
      live.delete(source)
      disconnect()
    }
    return source
  }
  return () => live.size
}

function sine(frequency: number, amplitude: number): MediaStream {
  const destination = context.createMediaStreamDestination()
  const oscillator = new OscillatorNode(context, { frequency })
  oscillator.connect(new GainNode(context, { gain: amplitude })).connect(destination)
  oscillator.start()
  return destination.stream
}

/** The stream as it arrives at the other end of a peer connection. */
async function loopback(stream: MediaStream): Promise<MediaStream> {
  const near = new RTCPeerConnection()
  const far = new RTCPeerConnection()
  connections.push(near, far)
  near.addEventListener('icecandidate', ({ candidate }) => void far.addIceCandidate(candidate))
  far.addEventListener('icecandidate', ({ candidate }) => void near.addIceCandidate(candidate))
  const arrived = new Promise<MediaStream>((resolve) => {
    far.addEventListener('track', ({ track }) => resolve(new MediaStream([track])))
  })
  for (const track of stream.getTracks()) near.addTrack(track, stream)
  await near.setLocalDescription()
  if (near.localDescription) await far.setRemoteDescription(near.localDescription)
  await far.setLocalDescription()
  if (far.localDescription) await near.setRemoteDescription(far.localDescription)
  return arrived
}
