import type { Call, PhoneState, Session } from './phone-state.ts'

/** What the log says about a step from one state to the next: one sentence per thing that changed, often none. */
export function describeChange(state: PhoneState, previous: PhoneState): string[] {
  return [
    changed(describeSession(state.session), describeSession(previous.session)),
    state.call?.id === previous.call?.id
      ? changed(describeCall(state.call), describeCall(previous.call))
      : describeCall(state.call),
    changed(describeNotice(state), describeNotice(previous)),
    changed(`sound: ${state.sound}`, `sound: ${previous.sound}`),
  ].filter((sentence) => sentence !== null)
}

function changed(sentence: string | null, previous: string | null | undefined): string | null {
  return sentence === previous ? null : sentence
}

function describeSession(session: Session): string {
  switch (session.status) {
    case 'offline':
      return session.reason ? `session: offline (${session.reason})` : 'session: offline'
    case 'connecting':
      return `session: connecting (${session.step})`
    case 'online': {
      const trouble = session.trouble ? `, ${session.trouble.code}` : ''
      return `session: online (${session.eligibility}${trouble})`
    }
    case 'reconnecting':
      return `session: reconnecting (${session.cause}, attempt ${session.attempt})`
  }
}

function describeCall(call: Call | null): string | null {
  if (!call) return null
  const isAdrift = call.status === 'connected' && call.lostAt !== undefined
  const end = call.status === 'ended' ? ` (${call.cause})` : isAdrift ? ', reconnecting' : ''
  return `${call.direction} call: ${call.status}${end}`
}

function describeNotice({ notice }: PhoneState): string | null {
  return notice && `notice: ${notice.code}`
}
