import type { ReactNode } from 'react'
import { text } from '../../language/language.ts'
import { LevelLane } from '../kit/level-lane.tsx'
import { usePhoneActions } from '../phone-context.ts'
import { CallDigits } from './call-digits.tsx'
import { CallVolume } from './call-volume.tsx'
import type { CurrentCallState } from './current-call.tsx'
import styles from './call-talk.module.css'
import { MutedHint } from './muted-hint.tsx'

export type CallTalkProps = { call: Extract<CurrentCallState, { status: 'connected' }> }

/** Both voices, how loud the far end is, and what was said with keys. */
export function CallTalk({ call }: CallTalkProps): ReactNode {
  const phone = usePhoneActions()
  return (
    <>
      <div className={styles.lanes}>
        <LevelLane label={text('call.farEnd')} source={phone.remoteLevel} tone="far" />
        <LevelLane
          label={text(call.muted ? 'call.youMuted' : 'call.you')}
          source={phone.microphoneLevel}
          tone={call.muted ? 'muted' : 'near'}
        />
      </div>
      <div className={styles.row}>
        <CallVolume />
        <CallDigits digits={call.digits} playedDigits={call.playedDigits} />
        <MutedHint />
      </div>
    </>
  )
}
