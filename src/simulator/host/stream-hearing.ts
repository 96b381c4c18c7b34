import type { RtpPacket } from 'werift'
import { createTelephoneEventReader } from '../telephone-events.ts'
import { silentFrame } from './telephone-speech.ts'
import { frameLength, type Coder, type VoiceCodec } from './voice-codec.ts'

export type PacketKind = 'voice' | 'telephone-event'

/** One stream that a device publishes, as telephones hear it. */
export interface StreamHearing {
  receive: (packet: RtpPacket, kind: PacketKind) => void
  /** The next packet's time of sound. Decoding begins with the first. */
  next: () => Int16Array
  /** How often the sound broke off since the first `next`, and how many packets never came. */
  troubles: () => { gaps: number; lost: number }
  /** Nobody listens any more. */
  rest: () => void
}

/** Samples that wait before the first is played: what comes unevenly is played evenly. */
const cushion = 3 * frameLength
/** More than that is a device whose clock is fast, or a busy machine: the oldest is left out. */
const most = 15 * frameLength
/** Packets in a row that may be lost within one stream; more is another stream. */
const longestHole = 50
/** Packets of silence that a key press may be long without being a gap. */
const longestPress = 10

export function createStreamHearing(
  codec: VoiceCodec,
  onDigit: (digit: string) => void,
): StreamHearing {
  const readEvent = createTelephoneEventReader(onDigit)
  let decoder: Coder<Uint8Array, Int16Array> | undefined
  let queue: Int16Array = new Int16Array()
  let isPlaying = false
  let latest: number | undefined
  let gaps = 0
  let lost = 0
  let pressed = 0

  /** @returns how many packets are missing before this one; undefined where it comes too late */
  function hole(sequenceNumber: number): number | undefined {
    const ahead = latest === undefined ? 1 : (sequenceNumber - latest) & 0xffff
    if (ahead === 0 || ahead > 0xffff - longestHole) return undefined
    latest = sequenceNumber
    return ahead > longestHole ? 0 : ahead - 1
  }

  function receive({ header, payload }: RtpPacket, kind: 'voice' | 'telephone-event'): void {
    const missing = hole(header.sequenceNumber)
    if (missing === undefined) return
    if (kind === 'telephone-event') {
      pressed = longestPress
      readEvent({ payload, rtpTimestamp: header.timestamp })
    }
    // A device publishes all the time: what nobody listens to is not decoded.
    if (!decoder) return
    if (missing > 0) {
      gaps += 1
      lost += missing
      append(new Int16Array(missing * frameLength))
    }
    if (kind === 'voice') append(decode(payload, decoder))
  }

  function decode(payload: Uint8Array, { code }: Coder<Uint8Array, Int16Array>): Int16Array {
    try {
      return code(payload)
    } catch {
      gaps += 1
      return silentFrame
    }
  }

  function append(samples: Int16Array): void {
    const joined = new Int16Array(queue.length + samples.length)
    joined.set(queue)
    joined.set(samples, queue.length)
    queue = joined.length > most ? joined.subarray(joined.length - cushion) : joined
  }

  function take(): Int16Array {
    const enough = isPlaying ? frameLength : cushion
    if (queue.length < enough) {
      if (isPlaying && pressed === 0) gaps += 1
      isPlaying = false
      pressed = Math.max(0, pressed - 1)
      return silentFrame
    }
    isPlaying = true
    const frame = queue.slice(0, frameLength)
    queue = queue.subarray(frameLength)
    return frame
  }

  return {
    receive,
    next: () => {
      decoder ??= codec.decoder()
      return take()
    },
    troubles: () => ({ gaps, lost }),
    rest: () => {
      decoder?.release()
      decoder = undefined
      queue = new Int16Array()
      isPlaying = false
      gaps = 0
      lost = 0
    },
  }
}
