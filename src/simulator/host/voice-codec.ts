import { Decoder, Encoder } from '@evan/opus'
import { RTCRtpCodecParameters } from 'werift'

/** Samples per second in the telephone network: what telephones say and hear is as narrow as that. */
export const sampleRate = 8_000
/** Seconds, and samples, in one packet. */
export const frameSeconds = 0.02
export const frameLength = sampleRate * frameSeconds

export type CodecName = 'opus' | 'pcmu'

/** One sound of the gateway's, 16 bits a sample, and how RTP carries it. */
export interface VoiceCodec {
  /** As SDP names it; in upper or lower case. */
  name: string
  /** RTP's clock, ticks per second: Opus has 48,000 whatever the sample rate (RFC 7587 4.1). */
  clockRate: number
  /** What is offered, and taken from the device's offers: the sound, and telephone events at its clock rate. */
  parameters: () => RTCRtpCodecParameters[]
  encoder: () => Coder<Int16Array, Buffer>
  /** @throws in `code` where the payload is no packet of the codec's */
  decoder: () => Coder<Uint8Array, Int16Array>
}

/** One direction of one stream: a packet depends on those before it. */
export interface Coder<From, To> {
  code: (packet: From) => To
  /** Another stream may have it from now on. */
  release: () => void
}

const encoders = createPool(
  () => new Encoder({ channels: 1, sample_rate: sampleRate, application: 'voip' }),
)
const decoders = createPool(() => new Decoder({ channels: 1, sample_rate: sampleRate }))

export const voiceCodecs: Record<CodecName, VoiceCodec> = {
  opus: {
    name: 'opus',
    clockRate: 48_000,
    parameters: () => [
      audio('opus', 48_000, 111, { channels: 2, parameters: 'minptime=10;useinbandfec=1' }),
      audio('telephone-event', 48_000, 110, { parameters: '0-15' }),
    ],
    encoder: () => {
      const encoder = encoders.borrow()
      return {
        code: (frame) => ownBuffer(encoder.encode(frame)),
        release: () => encoders.giveBack(encoder),
      }
    },
    decoder: () => {
      const decoder = decoders.borrow()
      return {
        code: (payload) => samplesOf(decoder.decode(payload)),
        release: () => decoders.giveBack(decoder),
      }
    },
  },
  pcmu: {
    name: 'PCMU',
    clockRate: 8_000,
    parameters: () => [
      audio('PCMU', 8_000, 0, { channels: 1 }),
      audio('telephone-event', 8_000, 126, { parameters: '0-15' }),
    ],
    encoder: () => ({
      code: (frame) => ownBuffer(Uint8Array.from(frame, compress)),
      release: () => {},
    }),
    decoder: () => ({ code: (payload) => Int16Array.from(payload, expand), release: () => {} }),
  },
}

/** Their memory is not the garbage collector's, which would let thousands of them pile up. */
function createPool<Item extends { reset: () => void }>(create: () => Item) {
  const free = new Set<Item>()
  return {
    borrow: () => {
      const [item = create()] = free
      free.delete(item)
      return item
    },
    giveBack: (item: Item) => {
      item.reset()
      free.add(item)
    },
  }
}

function audio(
  name: string,
  clockRate: number,
  payloadType: number,
  more: { channels?: number; parameters?: string },
): RTCRtpCodecParameters {
  return new RTCRtpCodecParameters({ mimeType: `audio/${name}`, clockRate, payloadType, ...more })
}

/** Packets are kept for a while, in case they are asked for again: one in Node's pool would keep 8 kB. */
function ownBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.slice().buffer)
}

/** The bytes may begin anywhere, where a view of 16 bits may not. */
function samplesOf(bytes: Uint8Array): Int16Array {
  return new Int16Array(bytes.slice().buffer)
}

/** G.711 mu-law: sign, three bits of exponent, four of mantissa, all inverted. */
function compress(sample: number): number {
  const magnitude = Math.min(Math.abs(sample), 32_635) + 132
  const exponent = 31 - Math.clz32(magnitude) - 7
  const mantissa = (magnitude >> (exponent + 3)) & 0x0f
  return ~((sample < 0 ? 0x80 : 0) | (exponent << 4) | mantissa) & 0xff
}

function expand(byte: number): number {
  const code = ~byte
  const magnitude = ((((code & 0x0f) << 3) + 132) << ((code >> 4) & 0x07)) - 132
  return code & 0x80 ? -magnitude : magnitude
}
