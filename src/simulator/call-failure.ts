import type { DisconnectCause } from '../wire/webhooks.ts'

/** Ends a call. `code` is the `cause` of its `disconnect` webhook, the message its `errorMessage`. */
export class CallFailure extends Error {
  override readonly name = 'CallFailure'
  readonly code: DisconnectCause

  constructor(code: DisconnectCause, message: string, options: { cause?: unknown } = {}) {
    super(message, options)
    this.code = code
  }
}
