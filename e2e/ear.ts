import type { Page } from '@playwright/test'

/** What a person with an ear at the loudspeaker would hear. */
export interface Ear {
  /** The loudest frequency (hertz, 0 for silence) and the peak (0–1) over `seconds`. */
  listen: (seconds: number) => Promise<{ hertz: number; peak: number; heard: number[] }>
}

/**
 * Listens at every audio element that plays a stream and is not muted: the far end, and the tones that the page makes
 * itself. It hooks the browser, not Offhook: the page needs no back door, and a stream that is never played is not heard.
 */
export async function installEar(page: Page): Promise<Ear> {
  await page.addInitScript(() => {
    // Called with the element as its receiver below.
    // oxlint-disable-next-line typescript/unbound-method
    const play = HTMLMediaElement.prototype.play
    const playing = new Set<HTMLMediaElement>()
    HTMLMediaElement.prototype.play = function (this: HTMLMediaElement) {
      playing.add(this)
      return play.call(this)
    }
    const audibleStreams = () =>
      [...playing]
        .filter(({ muted, paused, volume }) => !muted && !paused && volume > 0)
        .map(({ srcObject }) => srcObject)
        .filter((source) => source instanceof MediaStream)
        .filter((stream) => stream.getAudioTracks().length > 0)
    Object.assign(window, {
      listenToLoudspeaker: async (seconds: number) => {
        const context = new AudioContext()
        await context.resume()
        const analyser = new AnalyserNode(context, { fftSize: 8192, smoothingTimeConstant: 0 })
        const spectrum = new Float32Array(analyser.frequencyBinCount)
        const wave = new Float32Array(analyser.fftSize)
        const sources = new Map<MediaStream, MediaStreamAudioSourceNode>()
        let peak = 0
        const heard = new Map<number, number>()
        const until = performance.now() + seconds * 1_000
        while (performance.now() < until) {
          await new Promise((resolve) => setTimeout(resolve, 50))
          for (const stream of audibleStreams()) {
            if (sources.has(stream)) continue
            const source = context.createMediaStreamSource(stream)
            source.connect(analyser)
            sources.set(stream, source)
          }
          analyser.getFloatTimeDomainData(wave)
          const loudest = wave.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)
          peak = Math.max(peak, loudest)
          if (loudest < 0.01) continue
          analyser.getFloatFrequencyData(spectrum)
          const bin = spectrum.indexOf(Math.max(...spectrum))
          const hertz = Math.round((bin * context.sampleRate) / analyser.fftSize)
          heard.set(hertz, (heard.get(hertz) ?? 0) + 1)
        }
        await context.close()
        const byCount = [...heard].sort(([, a], [, b]) => b - a).map(([hertz]) => hertz)
        return { hertz: byCount[0] ?? 0, peak, heard: byCount }
      },
    })
  })
  return {
    listen: (seconds) =>
      page.evaluate(
        (duration) =>
          (
            window as unknown as {
              listenToLoudspeaker: (
                seconds: number,
              ) => Promise<{ hertz: number; peak: number; heard: number[] }>
            }
          ).listenToLoudspeaker(duration),
        seconds,
      ),
  }
}
