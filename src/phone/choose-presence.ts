import { describeError } from './offline-reason.ts'
import type { PhoneEvent } from './phone-event.ts'
import type { AgentPresence } from './phone-state.ts'
import type { Application } from './ports.ts'

export type ChoosePresenceOptions = {
  application: Pick<Application, 'setPresence'>
  dispatch: (event: PhoneEvent) => void
  log: (level: 'warn', message: string) => void
}

/** Whether calls are to ring here: so once the application knows, and otherwise as before, with a notice. */
export async function choosePresence(
  presence: AgentPresence,
  { application, dispatch, log }: ChoosePresenceOptions,
): Promise<void> {
  try {
    await application.setPresence(presence)
    dispatch({ type: 'presenceChosen', presence })
  } catch (error) {
    log('warn', `presence not changed: ${describeError(error)}`)
    dispatch({ type: 'noticeRaised', notice: { code: 'presence-not-changed' } })
  }
}
