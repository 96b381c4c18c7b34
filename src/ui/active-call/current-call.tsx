import type { ReactNode } from 'react'
import { text, type TextKey } from '../../language/language.ts'
import type { Call } from '../../phone/phone-state.ts'
import { lazyPart } from '../kit/lazy-part.tsx'
import { Ring } from '../kit/ring.tsx'
import { Scene } from '../kit/scene.tsx'
import { Timer } from '../kit/timer.tsx'
import type { IncomingCallState } from '../incoming-call/incoming-call.tsx'
import { useParty } from '../party.ts'
import { usePhone } from '../phone-context.ts'
import { directionWords, endWords } from '../words.ts'
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

  return (
    <section aria-label={text('call.title')} className={styles.call}>
      <Scene
        tone={toneOf(call)}
        label={
          <span>
            <b className={styles.state}>{stateOf(call)}</b> · {text(directionWords[call.direction])}
          </span>
        }
        aside={
          call.status === 'connected' && (
            <Timer since={call.answeredAt} label={text('call.duration')} />
          )
        }
        headline={party.title}
        detail={
          isAdrift(call) ? text('call.adrift') : [party.number, country].filter(Boolean).join(' · ')
        }
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

function toneOf(call: CurrentCallState): 'go' | 'off' | 'wait' {
  if (call.status === 'ended') return 'off'
  return call.status === 'connected' && !isAdrift(call) ? 'go' : 'wait'
}

const stateWords = {
  requesting: 'call.requesting',
  ringing: 'call.ringing',
  connected: 'call.connected',
} satisfies Record<string, TextKey>

function stateOf(call: CurrentCallState): string {
  if (isAdrift(call)) return text('call.reconnecting')
  return call.status === 'ended'
    ? text('call.ended', { cause: text(endWords[call.cause].label) })
    : text(stateWords[call.status])
}
