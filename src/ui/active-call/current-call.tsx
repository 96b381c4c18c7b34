import type { ReactNode } from 'react'
import type { Call } from '../../phone/phone-state.ts'
import { lazyPart } from '../kit/lazy-part.tsx'
import { Ring } from '../kit/ring.tsx'
import { Scene } from '../kit/scene.tsx'
import { Timer } from '../kit/timer.tsx'
import type { IncomingCallState } from '../incoming-call/incoming-call.tsx'
import { useParty } from '../party.ts'
import { usePhone } from '../phone-context.ts'
import { endWords } from '../words.ts'
import { CallControls } from './call-controls.tsx'
import type { KeypadToggle } from './call-controls.tsx'
import { CallEnd } from './call-end.tsx'
import { CallTalk } from './call-talk.tsx'
import styles from './current-call.module.css'
import { useCallKeys, useFocusOfCall } from './use-call-keys.ts'

/** There is nothing to tell of it in the first seconds of a call. */
const CallQuality = lazyPart(() =>
  import('../quality/call-quality.tsx').then(({ CallQuality }) => CallQuality),
)

/** Every call but one that waits to be answered. */
export type CurrentCallState = Exclude<Call, IncomingCallState>

export type CurrentCallProps = { call: CurrentCallState; keypad: KeypadToggle }

export function CurrentCall({ call, keypad }: CurrentCallProps): ReactNode {
  const plan = usePhone((state) => state.numberPlan)
  const country = plan?.countryName(call.number)
  const party = useParty(call)
  const isConnected = call.status === 'connected'
  useCallKeys(isConnected)
  useFocusOfCall(isConnected && call.direction === 'outbound')
  const direction = call.direction === 'inbound' ? 'Incoming' : 'Outgoing'

  return (
    <section aria-label="Current call" className={styles.call}>
      <Scene
        tone={toneOf(call)}
        label={
          <span>
            <b className={styles.state}>{stateOf(call)}</b> · {direction}
          </span>
        }
        aside={
          call.status === 'connected' && <Timer since={call.answeredAt} label="Call duration" />
        }
        headline={party.title}
        detail={isAdrift(call) ? adriftWords : [party.number, country].filter(Boolean).join(' · ')}
        middle={call.status === 'ended' ? 'read' : 'seen'}
        actions={<CallControls call={call} keypad={keypad} />}
      >
        <Middle call={call} />
      </Scene>
    </section>
  )
}

function Middle({ call }: { call: CurrentCallState }): ReactNode {
  return (
    <>
      {(call.status === 'requesting' || call.status === 'ringing') && <Ring tone="wait" />}
      {call.status === 'ended' && <CallEnd call={call} />}
      {call.status === 'connected' && <CallQuality />}
      {call.status === 'connected' && <CallTalk call={call} />}
    </>
  )
}

/** The connection that carried it is lost; its sound may go on. */
const isAdrift = (call: CurrentCallState): boolean =>
  call.status === 'connected' && call.lostAt !== undefined

const adriftWords =
  'The connection to Bandwidth is lost, and the phone is getting it back. As long as you hear each other, go on talking.'

function toneOf(call: CurrentCallState): 'go' | 'off' | 'wait' {
  if (call.status === 'ended') return 'off'
  return call.status === 'connected' && !isAdrift(call) ? 'go' : 'wait'
}

const stateWords = { requesting: 'Requesting', ringing: 'Ringing', connected: 'In call' }

function stateOf(call: CurrentCallState): string {
  if (isAdrift(call)) return 'Reconnecting'
  return call.status === 'ended' ? `Ended · ${endWords[call.cause].label}` : stateWords[call.status]
}
