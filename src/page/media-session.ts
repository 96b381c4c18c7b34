import type { Phone } from '../phone/phone.ts'
import { isLive } from '../phone/reduce-call.ts'

/** TypeScript's library does not have the last two. */
type Action = MediaSessionAction | 'hangup' | 'togglemicrophone'

/** The part of MediaSession that is about calls. Not every browser has all of it. */
export type CallSession = {
  // A method, as in the browser: its own list of actions is shorter.
  setActionHandler(action: Action, handler: (() => void) | null): void
  setMicrophoneActive?: (isActive: boolean) => unknown
}

/**
 * Lets the browser's own keys for calls, on a headset or in its picture-in-picture, hang up and mute while a call is
 * there, and tells it whether the microphone is on.
 *
 * @returns stops it
 */
export function offerCallKeys(
  phone: Pick<Phone, 'store' | 'hangUp' | 'setMuted'>,
  session: CallSession | undefined = navigator.mediaSession,
): () => void {
  if (!session) return () => {}

  const toggleMicrophone = () => {
    const { call } = phone.store.getState()
    if (call?.status === 'connected') phone.setMuted(!call.muted)
  }
  const follow = ({ call }: ReturnType<Phone['store']['getState']>) => {
    const isConnected = call?.status === 'connected'
    handle(session, 'hangup', isLive(call) && call.status !== 'offered' ? phone.hangUp : null)
    handle(session, 'togglemicrophone', isConnected ? toggleMicrophone : null)
    tellMicrophone(session, isConnected && !call.muted)
  }

  const unsubscribe = phone.store.subscribe((state, previous) => {
    if (state.call !== previous.call) follow(state)
  })
  return () => {
    unsubscribe()
    follow({ ...phone.store.getState(), call: null })
  }
}

function handle(session: CallSession, action: Action, handler: (() => void) | null): void {
  try {
    session.setActionHandler(action, handler)
  } catch {
    // A browser that does not know the action throws: its headsets keep what they do otherwise.
  }
}

/** Some browsers answer with a promise, and refuse while the page is hidden. */
function tellMicrophone(session: CallSession, isActive: boolean): void {
  try {
    Promise.resolve(session.setMicrophoneActive?.(isActive)).catch(() => {})
  } catch {
    // As above.
  }
}
