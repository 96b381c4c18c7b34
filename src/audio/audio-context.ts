/** The context of its owner, made when sound is first needed: one made earlier only earns a warning from the browser. */
export type AudioContextSource = () => AudioContext

/** Makes one AudioContext at the first call and returns it ever after; it lives as long as the page. */
export function lazyAudioContext(): AudioContextSource {
  let context: AudioContext | undefined
  return () => (context ??= new AudioContext())
}

/**
 * Asks for a running context without waiting for it: before a gesture `resume` does not settle, and a call must
 * not wait for a sound.
 */
export function wake(context: AudioContext): void {
  // Rejects only for a closed context, which has no sound to give.
  if (context.state !== 'running') context.resume().catch(() => {})
}
