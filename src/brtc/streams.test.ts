import { describe, expect, it } from 'vitest'
import {
  createFakeRemoteStream,
  createFakeRemoteTrack,
  removeTrack,
} from '../testing/fake-peer-connection.ts'
import type { TrackMetadata } from '../wire/gateway.ts'
import type { BrtcEvent } from './client.ts'
import { createStreams } from './streams.ts'

const metadata = { from: '+19195551234', fromType: 'PHONE_NUMBER', autoAccepted: true, tags: 't' }

describe('G2 and G3', () => {
  it('a track with metadata is a call; its removal is the end', () => {
    const { add, raised } = setUp()
    const call = add('s', metadata)
    expect(raised()).toEqual(['available stream-1'])
    call.remove()
    call.end()
    expect(raised()).toEqual(['available stream-1', 'unavailable stream-1'])
  })

  it('passes on what the gateway said, and leaves out what it did not', () => {
    const { add, events } = setUp()
    const { stream } = add('s', metadata)
    add('t', {})
    expect(events).toEqual([
      { type: 'streamAvailable', streamId: 'stream-1', stream, ...metadata },
      {
        type: 'streamAvailable',
        streamId: 'stream-2',
        stream: expect.objectContaining({ id: 't' }),
        autoAccepted: false,
      },
    ])
  })

  it('a track that ends is the end too', () => {
    const { add, raised } = setUp()
    add('s', metadata).end()
    expect(raised()).toEqual(['available stream-1', 'unavailable stream-1'])
  })

  it('a stream of two tracks is one call, over when both are gone', () => {
    const { streams, add, raised } = setUp()
    const first = add('s', metadata)
    const second = createFakeRemoteTrack('second')
    streams.add({ track: second, stream: first.stream, metadata: undefined })
    first.remove()
    expect(raised()).toEqual(['available stream-1'])
    removeTrack(first.stream, second)
    expect(raised()).toEqual(['available stream-1', 'unavailable stream-1'])
  })

  it('a track without metadata rings when it sounds', () => {
    const { add, raised } = setUp()
    const call = add('s')
    expect(raised()).toEqual([])
    call.unmute()
    call.unmute()
    expect(raised()).toEqual(['available stream-1'])
  })

  it('a track that the browser uses again does not raise the call before', () => {
    const { streams, add, raised } = setUp()
    const call = add('s', metadata)
    call.remove()
    streams.add({ track: call.track, stream: createFakeRemoteStream('t'), metadata: undefined })
    call.unmute()
    call.remove()
    expect(raised()).toEqual(['available stream-1', 'unavailable stream-1', 'available stream-2'])
  })
})

describe('G1', () => {
  it.each(['notification', 'track'])('joins the two, the %s first', (first) => {
    const { streams, add, raised } = setUp()
    if (first === 'track') add('s')
    streams.announce({ callId: 'c-1', autoAccepted: true })
    if (first === 'notification') add('s')
    expect(raised()).toEqual(['available stream-1'])
    expect(streams.find('stream-1')).toMatchObject({ callId: 'c-1', accepted: true })
  })

  it('takes a repeated notification once', () => {
    const { streams, add, raised } = setUp()
    add('s')
    add('t')
    streams.announce({ callId: 'c-1' })
    streams.announce({ callId: 'c-1' })
    expect(raised()).toEqual(['available stream-1'])
  })

  it('names a call that has sounded before it was announced', () => {
    const { streams, add, raised } = setUp()
    add('s').unmute()
    streams.announce({ callId: 'c-1' })
    expect(raised()).toEqual(['available stream-1'])
    expect(streams.find('stream-1')?.callId).toBe('c-1')
  })

  it.each(['notification', 'removal'])('ends once, by the %s first', (first) => {
    const { streams, add, raised } = setUp()
    streams.announce({ callId: 'c-1' })
    const call = add('s')
    if (first === 'removal') call.remove()
    streams.withdraw({ callId: 'c-1' })
    call.remove()
    expect(raised()).toEqual(['available stream-1', 'unavailable stream-1'])
  })

  it('rings again on the track that stays', () => {
    const { streams, add, raised } = setUp()
    add('s')
    streams.announce({ callId: 'c-1' })
    streams.withdraw({ callId: 'c-1' })
    streams.announce({ callId: 'c-2' })
    expect(raised()).toEqual(['available stream-1', 'unavailable stream-1', 'available stream-2'])
  })

  it('does not ring for sound that comes after the end of an announced call', () => {
    const { streams, add, raised } = setUp()
    const call = add('s')
    streams.announce({ callId: 'c-1' })
    streams.withdraw({ callId: 'c-1' })
    call.unmute()
    expect(raised()).toEqual(['available stream-1', 'unavailable stream-1'])
  })

  it('forgets a call that was withdrawn before its track came', () => {
    const { streams, add, raised } = setUp()
    streams.announce({ callId: 'c-1' })
    streams.withdraw({ callId: 'c-1' })
    add('s')
    expect(raised()).toEqual([])
  })

  it('ends the call that is named, and the only one where none is', () => {
    const { streams, add, raised } = setUp()
    for (const name of ['1', '2']) {
      add(name)
      streams.announce({ callId: name })
    }
    streams.withdraw({ callId: '2' })
    streams.withdraw({})
    expect(raised().slice(2)).toEqual(['unavailable stream-2', 'unavailable stream-1'])
  })
})

describe('G0', () => {
  it('an idle track does not ring while nothing is published, even if it sounds', () => {
    const { add, raised, setCanRing } = setUp(false)
    const idle = add('s')
    idle.unmute()
    add('t', undefined, false)
    expect(raised()).toEqual([])
    setCanRing(true)
    idle.unmute()
    expect(raised()).toEqual(['available stream-1'])
  })

  it('a track that sounds from the beginning rings at once', () => {
    const { add, raised } = setUp()
    add('s', undefined, false)
    expect(raised()).toEqual(['available stream-1'])
  })
})

it('drops a call that the gateway has left, once', async () => {
  const { streams, add, raised } = setUp()
  const call = add('s', metadata)
  const [farEnd] = streams.farEnds()
  if (!farEnd) throw new Error('one call was expected')
  streams.drop(farEnd)
  streams.drop(farEnd)
  call.remove()
  await expect(farEnd.gone).resolves.toBeUndefined()
  expect(raised()).toEqual(['available stream-1', 'unavailable stream-1'])
  expect(streams.find('stream-1')).toBeUndefined()
})

function setUp(initiallyCanRing = true) {
  const events: BrtcEvent[] = []
  let canRing = initiallyCanRing
  const streams = createStreams({
    onEvent: (event) => events.push(event),
    canRing: () => canRing,
  })
  return {
    streams,
    events,
    setCanRing: (value: boolean) => {
      canRing = value
    },
    raised: () =>
      events.flatMap((event) => {
        if (event.type === 'streamAvailable') return `available ${event.streamId}`
        if (event.type === 'streamUnavailable') return `unavailable ${event.streamId}`
        return []
      }),
    add: (name: string, metadata?: TrackMetadata, muted = true) => {
      const track = createFakeRemoteTrack(`track-${name}`, muted)
      const stream = createFakeRemoteStream(name)
      streams.add({ track, stream, metadata })
      return {
        track,
        stream,
        remove: () => removeTrack(stream, track),
        end: () => track.dispatchEvent(new Event('ended')),
        unmute: () => track.dispatchEvent(new Event('unmute')),
      }
    },
  }
}
