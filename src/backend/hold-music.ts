/** Hertz: what a telephone call carries, so nothing has to be converted on the way. */
const sampleRate = 8_000
/** Of full scale, -14 dBFS: something to wait by, not to be drowned out by. */
const peakLevel = 0.2
/** Seconds from one note to the next. */
const beat = 0.5
/** Seconds in which a note falls to a third: longer than a beat, so that notes ring into each other. */
const decay = 0.9
/** Seconds after which nothing is heard of a note any more. */
const noteLength = 6
/** Seconds in which a note rises. One that began at once would click. */
const attack = 0.02
/** Seconds at both ends in which all of it comes and goes: the file is played again and again. */
const fade = { in: 0.2, out: 1.5 }

/** Broken chords, as MIDI note numbers; 69 is A at 440 Hz. All above 300 Hz, where a telephone line begins to carry. */
const melody = [
  [67, 71, 74, 71, 79, 74, 71, 74], // G
  [67, 71, 76, 71, 79, 76, 71, 76], // E minor
  [67, 72, 76, 72, 79, 76, 72, 76], // C
  [69, 74, 78, 74, 81, 78, 74, 69], // D
  [67, 71, 74, 79, 74, 71, 67, 67], // G
].flat()
/** In samples. */
const length = melody.length * beat * sampleRate

/** How loud each partial of a note is: round, a little like a vibraphone. */
const partials = [1, 0.22, 0.06]

/**
 * What a caller on hold hears: 20 s of music as a WAV file (8 kHz, 16 bits, mono, 320 kB), a format that Bandwidth plays [playAudio
 * page]. Made here, so nobody has to have the rights in it. Always the same bytes, which must not be changed.
 */
export function holdMusic(): Uint8Array<ArrayBuffer> {
  file ??= writeWav(play())
  return file
}

/** Made once, as it takes a tenth of a second in which nobody else is served: a server asks for it before it listens. */
let file: Uint8Array<ArrayBuffer> | undefined

function play(): Float64Array {
  const samples = new Float64Array(length)
  const tones = new Map([...new Set(melody)].map((note) => [note, toneOf(note)]))
  melody.forEach((note, index) => {
    const start = index * beat * sampleRate
    tones.get(note)?.forEach((sample, offset) => {
      const at = start + offset
      if (at < length) samples[at] = (samples[at] ?? 0) + sample
    })
  })
  samples.forEach((sample, index) => {
    samples[index] = sample * envelope(index)
  })
  const peak = samples.reduce((largest, sample) => Math.max(largest, Math.abs(sample)), 0)
  return samples.map((sample) => (sample / peak) * peakLevel)
}

function toneOf(note: number): Float64Array {
  const frequency = 440 * 2 ** ((note - 69) / 12)
  return new Float64Array(noteLength * sampleRate).map((_silence, index) => {
    const time = index / sampleRate
    const level = Math.min(1, time / attack) * 3 ** (-time / decay)
    const wave = partials.reduce((sum, amplitude, partial) => {
      const phase = 2 * Math.PI * frequency * (partial + 1) * time
      return sum + amplitude * Math.sin(phase)
    }, 0)
    return level * wave
  })
}

/** From 0 up to 1 and back to 0. */
function envelope(index: number): number {
  const sinceStart = index / (fade.in * sampleRate)
  const untilEnd = (length - 1 - index) / (fade.out * sampleRate)
  return Math.min(1, sinceStart, untilEnd)
}

/** A RIFF file with 16-bit PCM, one channel. */
function writeWav(samples: Float64Array): Uint8Array<ArrayBuffer> {
  const headerSize = 44
  const bytesPerSample = 2
  const dataSize = samples.length * bytesPerSample
  const bytes = new Uint8Array(headerSize + dataSize)
  const view = new DataView(bytes.buffer)
  const write = (offset: number, text: string) => {
    bytes.set(new TextEncoder().encode(text), offset)
  }
  write(0, 'RIFF')
  view.setUint32(4, headerSize - 8 + dataSize, true)
  write(8, 'WAVEfmt ')
  view.setUint32(16, 16, true) // Bytes of format that follow.
  view.setUint16(20, 1, true) // PCM.
  view.setUint16(22, 1, true) // Channels.
  view.setUint32(24, sampleRate, true)
  view.setUint32(28, sampleRate * bytesPerSample, true)
  view.setUint16(32, bytesPerSample, true)
  view.setUint16(34, 8 * bytesPerSample, true)
  write(36, 'data')
  view.setUint32(40, dataSize, true)
  samples.forEach((sample, index) => {
    view.setInt16(headerSize + index * bytesPerSample, Math.round(sample * 0x7fff), true)
  })
  return bytes
}
