import { describeError } from './offline-reason.ts'
import type { PhoneState } from './phone-state.ts'
import type { AudioOutput } from './ports.ts'

/** How long Decline still works, in milliseconds. */
const graceMs = 1000

export type AutoAnswerOptions = {
  getState: () => PhoneState
  accept: () => void
  audioOutput: Pick<AudioOutput, 'playWhisper'>
  log: (level: 'info' | 'warn', message: string) => void
}

/**
 * Accepts an incoming call for an agent who has asked for that. The whisper tone comes first: where it cannot be
 * heard the call goes on ringing, since nobody is to be on the line without knowing. A second call never gets so far,
 * and neither does one that rang before the agent asked.
 */
export interface AutoAnswer {
  /** After each change of the state. */
  follow: (state: PhoneState) => void
}

export function createAutoAnswer(options: AutoAnswerOptions): AutoAnswer {
  const { getState, accept, audioOutput, log } = options
  let considered: string | undefined

  async function answer(id: string): Promise<void> {
    await Promise.all([
      audioOutput.playWhisper(),
      new Promise((resolve) => setTimeout(resolve, graceMs)),
    ])
    const state = getState()
    if (state.call?.id !== id || state.call.status !== 'offered' || !answersItself(state)) return
    log('info', 'auto-answer: accepted')
    accept()
  }

  return {
    follow: (state) => {
      const { call } = state
      if (call?.status !== 'offered' || call.id === considered) return
      considered = call.id
      if (!answersItself(state)) return
      answer(call.id).catch((error: unknown) =>
        log('warn', `auto-answer: no whisper tone: ${describeError(error)}`),
      )
    },
  }
}

/** Whether a call that comes in now is accepted without a press. An agent who is away wants none. */
export function answersItself({
  session,
  preferences,
}: Pick<PhoneState, 'session' | 'preferences'>): boolean {
  return preferences.autoAnswer && session.status === 'online' && session.presence !== 'away'
}
