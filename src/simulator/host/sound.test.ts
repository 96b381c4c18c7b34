import { describe, expect, it } from 'vitest'
import { createSoundMeter } from './sound-meter.ts'
import { createSpeech, silentFrame } from './telephone-speech.ts'
import { frameLength, sampleRate, voiceCodecs, type CodecName } from './voice-codec.ts'

/** Half a second of a tone as a telephone says it, packet by packet. */
function hum(hertz: number): Int16Array[] {
  const speech = createSpeech({ type: 'melody', notes: [{ hertz, seconds: 1 }] })
  return Array.from({ length: 30 }, () => speech.next(silentFrame))
}

function measure(frames: readonly Int16Array[]) {
  const meter = createSoundMeter()
  for (const frame of frames) meter.add(frame)
  return meter.measure()
}

describe('a sound meter', () => {
  it.each([200, 600, 1_000, 3_400])('knows a tone of %i Hz and how loud it is', (hertz) => {
    const { level, hertz: measured } = measure(hum(hertz))
    expect(Math.abs(measured - hertz)).toBeLessThanOrEqual(sampleRate / 4_096)
    expect(level).toBeCloseTo(0.25, 2)
  })

  it('hears nothing in silence', () => {
    expect(measure([silentFrame, silentFrame])).toEqual({ level: 0, hertz: 0 })
  })
})

describe.each(['opus', 'pcmu'] satisfies CodecName[])('%s', (name) => {
  it('carries a tone', () => {
    const encoder = voiceCodecs[name].encoder()
    const decoder = voiceCodecs[name].decoder()
    const { level, hertz } = measure(hum(1_000).map((frame) => decoder.code(encoder.code(frame))))
    expect(hertz).toBeCloseTo(1_000, -1)
    expect(level).toBeGreaterThan(0.15)
    encoder.release()
    decoder.release()
  })
})

it('G.711 keeps every sample within a sixteenth of itself', () => {
  const samples = Int16Array.from({ length: frameLength }, (_, index) => (index - 80) * 400)
  const carried = voiceCodecs.pcmu.decoder().code(voiceCodecs.pcmu.encoder().code(samples))
  for (const [index, sample] of samples.entries()) {
    expect(Math.abs((carried[index] ?? 0) - sample)).toBeLessThanOrEqual(Math.abs(sample) / 16 + 8)
  }
})
