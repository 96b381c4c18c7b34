import type { NotificationParams, TrackMetadata } from '../wire/gateway.ts'
import type { BrtcEvent } from './client.ts'

/** A track that the gateway added to the subscribe peer. */
export type RemoteTrack = {
  track: MediaStreamTrack
  stream: MediaStream
  metadata: TrackMetadata | undefined
}

/** A far end that has been raised as `streamAvailable`. */
export type FarEnd = {
  streamId: string
  /** The gateway's id of the call: in G1 only. */
  callId: string | undefined
  from: string | undefined
  /** By the gateway, or by `acceptStream`. */
  accepted: boolean
  /** Resolves when it has been lowered as `streamUnavailable`. */
  gone: Promise<void>
}

type StreamNotification = NotificationParams<'streamAvailable'>

export interface Streams {
  add: (remote: RemoteTrack) => void
  /** G1: `streamAvailable`, before or after its track. */
  announce: (announcement: StreamNotification) => void
  /** G1: `streamUnavailable`. */
  withdraw: (withdrawal: StreamNotification) => void
  find: (streamId: string) => FarEnd | undefined
  farEnds: () => FarEnd[]
  /** Lowers a far end that the gateway should have taken away. */
  drop: (farEnd: FarEnd) => void
}

export type StreamsOptions = {
  onEvent: (event: BrtcEvent) => void
  /** False while no call can be behind a sound: an endpoint that publishes nothing is never connected to a call. */
  canRing: () => boolean
}

type Entry = {
  stream: MediaStream
  tracks: Set<MediaStreamTrack>
  call?: { farEnd: FarEnd; lowered: () => void }
}

/**
 * The calls, by the stream that carries each; one event for each, however the gateway tells of it:
 *
 *   G2, G3   a track with metadata                     → available
 *   G1       a track and `streamAvailable`, either first → available
 *   G0       a track that has been idle, and `unmute`    → available; the last resort where nothing is announced
 *
 * It is over when its stream has lost its last track, or at `streamUnavailable`; a track that stays is idle again.
 */
export function createStreams({ onEvent, canRing }: StreamsOptions): Streams {
  const entries = new Map<string, Entry>()
  let announcements: StreamNotification[] = []
  /** A gateway that announces its calls announces each: sound that comes late, after a call's end, is then no call. */
  let announces = false
  let lastId = 0

  const farEnds = () => [...entries.values()].flatMap(({ call }) => call?.farEnd ?? [])

  const raise = (entry: Entry, metadata?: TrackMetadata, announcement?: StreamNotification) => {
    const streamId = `stream-${++lastId}`
    const { from, fromType, tags } = metadata ?? {}
    // Absent where the gateway does not know the option: then asking the agent is the safe reading.
    const autoAccepted = metadata?.autoAccepted ?? announcement?.autoAccepted ?? false
    let lowered = () => {}
    const gone = new Promise<void>((resolve) => {
      lowered = resolve
    })
    const callId = announcement?.callId
    entry.call = { farEnd: { streamId, callId, from, accepted: autoAccepted, gone }, lowered }
    onEvent({
      type: 'streamAvailable',
      streamId,
      stream: entry.stream,
      autoAccepted,
      ...(from !== undefined && { from }),
      ...(fromType !== undefined && { fromType }),
      ...(tags !== undefined && { tags }),
    })
  }

  const lower = (entry: Entry | undefined) => {
    const call = entry?.call
    if (!call) return
    delete entry.call
    call.lowered()
    onEvent({ type: 'streamUnavailable', streamId: call.farEnd.streamId })
  }

  const watch = (entry: Entry, track: MediaStreamTrack) => {
    // A browser uses the same track again for the next call in its m-section: these listeners end with this call.
    const watching = new AbortController()
    const { signal } = watching
    const removed = () => {
      watching.abort()
      entry.tracks.delete(track)
      if (entry.tracks.size > 0) return
      entries.delete(entry.stream.id)
      lower(entry)
    }
    track.addEventListener('ended', removed, { signal })
    entry.stream.addEventListener(
      'removetrack',
      (event) => {
        if (event.track === track) removed()
      },
      { signal },
    )
    const heard = () => {
      if (!entry.call && !announces && canRing()) raise(entry)
    }
    track.addEventListener('unmute', heard, { signal })
    if (!track.muted) heard()
  }

  return {
    farEnds,
    find: (streamId) => farEnds().find((farEnd) => farEnd.streamId === streamId),
    drop: (farEnd) => {
      lower([...entries.values()].find(({ call }) => call?.farEnd === farEnd))
    },

    add: ({ track, stream, metadata }) => {
      const entry = entries.get(stream.id) ?? { stream, tracks: new Set() }
      entries.set(stream.id, entry)
      entry.tracks.add(track)
      if (!entry.call) {
        const announcement = announcements.shift()
        if (metadata ?? announcement) raise(entry, metadata, announcement)
      }
      watch(entry, track)
    },

    announce: (announcement) => {
      announces = true
      const { callId } = announcement
      if (farEnds().some((farEnd) => farEnd.callId !== undefined && farEnd.callId === callId))
        return
      const unnamed = farEnds().find((farEnd) => farEnd.callId === undefined)
      const idle = [...entries.values()].findLast(({ call }) => !call)
      if (unnamed) unnamed.callId = callId
      else if (idle) raise(idle, undefined, announcement)
      else announcements.push(announcement)
    },

    withdraw: ({ callId }) => {
      announcements = announcements.filter((waiting) => waiting.callId !== callId)
      lower(
        [...entries.values()].find(
          ({ call }) => call && (callId === undefined || (call.farEnd.callId ?? callId) === callId),
        ),
      )
    },
  }
}
