import type { ReactNode } from 'react'
import { LevelLane } from '../kit/level-lane.tsx'
import { usePhoneActions } from '../phone-context.ts'
import { CallDigits } from './call-digits.tsx'
import { CallNotes } from './call-notes.tsx'
import { CallVolume } from './call-volume.tsx'
import type { CurrentCallState } from './current-call.tsx'
import styles from './call-talk.module.css'
import { MutedHint } from './muted-hint.tsx'

export type CallTalkProps = { call: CurrentCallState; hasNotes: boolean }

/** Both voices, and what was written down, which stays when the voices are gone. */
export function CallTalk({ call, hasNotes }: CallTalkProps): ReactNode {
  const phone = usePhoneActions()
  const isConnected = call.status === 'connected'
  return (
    <>
      <div className={styles.talk} data-notes={hasNotes ? 'open' : undefined}>
        {isConnected && (
          <div className={styles.lanes}>
            <LevelLane label="Far end" source={phone.remoteLevel} tone="far" />
            <LevelLane
              label={call.muted ? 'You, muted' : 'You'}
              source={phone.microphoneLevel}
              tone={call.muted ? 'muted' : 'near'}
            />
          </div>
        )}
        {hasNotes && <CallNotes key={call.id} callId={call.id} note={call.note} />}
      </div>
      {isConnected && (
        <div className={styles.row}>
          <CallVolume />
          <CallDigits digits={call.digits} playedDigits={call.playedDigits} />
          <MutedHint />
        </div>
      )}
    </>
  )
}
