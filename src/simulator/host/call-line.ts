import { RtpHeader, RtpPacket, type RTCRtpSender } from 'werift'
import type { Impairment } from '../device-link.ts'
import { frameLength, sampleRate, type Coder, type VoiceCodec } from './voice-codec.ts'

/** The RTP of one section of the subscribe peer: the calls that use it follow one another in one stream. */
export interface CallLine {
  /** The next packet, 20 ms after the one before. */
  send: (frame: Int16Array) => void
  /** What befalls the packets from now on. */
  impair: (impairment: Impairment | undefined) => void
  /** Silence without packets until the next `send`. */
  pause: () => void
}

/**
 * Lost packets are missing in the numbers of those that arrive, as on a network; late ones keep their order, as a queue would.
 * @param random from 0 to 1
 */
export function createCallLine(
  sender: RTCRtpSender,
  codec: VoiceCodec,
  {
    now = () => performance.now(),
    random = Math.random,
  }: { now?: () => number; random?: () => number } = {},
): CallLine {
  const ticks = (frameLength / sampleRate) * codec.clockRate
  let encoder: Coder<Int16Array, Buffer> | undefined
  let impairment: Impairment | undefined
  let sequenceNumber = Math.floor(random() * 0x8000)
  let timestamp = Math.floor(random() * 0x7fffffff)
  let pausedAt: number | undefined
  const underway: { packet: RtpPacket; due: number }[] = []

  function sendPacket(packet: RtpPacket): void {
    // A peer that closes meanwhile has nothing to send it by.
    sender.sendRtp(packet).catch(() => {})
  }

  function travel(packet: RtpPacket): void {
    if (!impairment) return sendPacket(packet)
    const { loss, jitter, delay = 0 } = impairment
    if (random() < loss) return
    if (jitter === 0 && delay === 0) return sendPacket(packet)
    // Uniform between nothing and twice the jitter; both in seconds, the clock in milliseconds.
    const earliest = now() + 1_000 * (delay + random() * 2 * jitter)
    const due = Math.max(underway.at(-1)?.due ?? 0, earliest)
    underway.push({ packet, due })
    if (underway.length === 1) setTimeout(arrive, due - now())
  }

  /** One timer, as two that end together have no order. */
  function arrive(): void {
    const [first] = underway
    if (first && first.due <= now() + 1) {
      underway.shift()
      sendPacket(first.packet)
      return arrive()
    }
    if (first) setTimeout(arrive, first.due - now())
  }

  return {
    send: (frame) => {
      const isFirst = encoder === undefined
      encoder ??= codec.encoder()
      if (pausedAt !== undefined) {
        timestamp += Math.round(((now() - pausedAt) / 1_000) * codec.clockRate)
        pausedAt = undefined
      }
      sequenceNumber = (sequenceNumber + 1) & 0xffff
      timestamp = (timestamp + ticks) >>> 0
      const header = new RtpHeader({ sequenceNumber, timestamp, marker: isFirst })
      travel(new RtpPacket(header, encoder.code(frame)))
    },
    impair: (given) => {
      impairment = given
    },
    pause: () => {
      encoder?.release()
      encoder = undefined
      pausedAt ??= now()
    },
  }
}
