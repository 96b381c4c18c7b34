import type { RtpPacket } from 'werift'
import type { Heard } from '../media-plane.ts'
import { createSoundMeter, type SoundMeter } from './sound-meter.ts'
import { createStreamHearing, type PacketKind, type StreamHearing } from './stream-hearing.ts'
import { silentFrame } from './telephone-speech.ts'
import type { VoiceCodec } from './voice-codec.ts'

/** All that a device publishes, as its telephones hear it. */
export interface DeviceHearing {
  receive: (packet: RtpPacket, kind: PacketKind) => void
  /** A packet's time of all streams together. */
  next: () => Int16Array
  measure: () => Omit<Heard, 'digits'>
  /** Nobody listens any more: what was heard is forgotten. */
  rest: () => void
}

/** One stream is usual: more are a device that publishes anew, or several things. */
const mostStreams = 8

export function createDeviceHearing(
  codec: VoiceCodec,
  onDigit: (digit: string) => void,
): DeviceHearing {
  const streams = new Map<number, StreamHearing>()
  let meter: SoundMeter | undefined

  function streamOf(ssrc: number): StreamHearing {
    const known = streams.get(ssrc)
    if (known) return known
    const [oldest] = streams
    if (oldest && streams.size >= mostStreams) {
      oldest[1].rest()
      streams.delete(oldest[0])
    }
    const stream = createStreamHearing(codec, onDigit)
    streams.set(ssrc, stream)
    return stream
  }

  return {
    receive: (packet, kind) => streamOf(packet.header.ssrc).receive(packet, kind),
    next: () => {
      const frame = [...streams.values()].map((stream) => stream.next()).reduce(mix, silentFrame)
      meter ??= createSoundMeter()
      meter.add(frame)
      return frame
    },
    measure: () => {
      const troubles = [...streams.values()].map((stream) => stream.troubles())
      return {
        ...(meter?.measure() ?? { level: 0, hertz: 0 }),
        gaps: troubles.reduce((sum, { gaps }) => sum + gaps, 0),
        lost: troubles.reduce((sum, { lost }) => sum + lost, 0),
      }
    },
    rest: () => {
      meter = undefined
      for (const stream of streams.values()) stream.rest()
    },
  }
}

function mix(one: Int16Array, other: Int16Array): Int16Array {
  if (one === silentFrame) return other
  return one.map((sample, index) =>
    Math.max(-32_768, Math.min(32_767, sample + (other[index] ?? 0))),
  )
}
