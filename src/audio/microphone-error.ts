import type { MicrophoneErrorCode } from '../phone/ports.ts'

/**
 * Why a microphone did not open.
 *
 * - `blocked`: the person, a policy or an insecure page forbids it.
 * - `missing`: there is none, or the chosen one is not plugged in.
 * - `busy`: there is one and it does not start: another program holds it, or its driver failed.
 */
export class MicrophoneError extends Error {
  override readonly name = 'MicrophoneError'
  readonly code: MicrophoneErrorCode

  constructor(code: MicrophoneErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** The names are those of https://w3c.github.io/mediacapture-main/#dom-mediadevices-getusermedia. */
const codes: Record<string, MicrophoneErrorCode> = {
  NotAllowedError: 'blocked',
  SecurityError: 'blocked',
  NotFoundError: 'missing',
  OverconstrainedError: 'missing',
  NotReadableError: 'busy',
  AbortError: 'busy',
}

/** Translates what getUserMedia rejected with; the original is the `cause`. A name it does not know is `busy`. */
export function toMicrophoneError(cause: unknown): MicrophoneError {
  const { name, message } = describe(cause)
  return new MicrophoneError(codes[name] ?? 'busy', `getUserMedia: ${name}: ${message}`, { cause })
}

/** Not every rejection is an Error: OverconstrainedError is none in some browsers. */
function describe(cause: unknown): { name: string; message: string } {
  const { name = 'unknown', message = '' } = Object(cause) as { name?: string; message?: string }
  return { name, message }
}
