import type { BrtcErrorCode } from '../../brtc/errors.ts'
import type { AudioCheckFailure } from '../../phone/checks/audio-check.ts'
import type { NetworkReason } from '../../phone/checks/network-report.ts'
import type { EndCause, NoticeCode, OfflineReason } from '../../phone/phone-state.ts'
import type { RecordErrorCode } from '../../phone/records/record-store.ts'
import type { ApplicationError } from '../../wire/phone-api.ts'
import { audioFailures, lesserReasons } from '../checks/check-words.ts'
import { recordErrorWords } from '../history/history-words.ts'
import { explainEveryNotice } from '../notice/notice-words.ts'
import { endWords, offlineWords, type Explanation } from '../words.ts'
import {
  answerWords,
  checkReactions,
  clientReactions,
  clientWords,
  endReactions,
  answerReactions,
  noticeReactions,
  offlineReactions,
  recordReactions,
} from './catalogue-words.ts'

/** Where a code comes from: one may mean something in several of them. */
export type CodeFamily = 'offline' | 'end' | 'notice' | 'records' | 'check' | 'client' | 'answer'

export type CheckCode = Exclude<NetworkReason | AudioCheckFailure, OfflineReason>

export type RecordCode = `records-${RecordErrorCode}`

type Codes = {
  offline: OfflineReason
  end: EndCause
  notice: NoticeCode
  records: RecordCode
  check: CheckCode
  client: BrtcErrorCode
  answer: ApplicationError['code']
}

/** What the code ends: the stay online, the connection that it is had by, the call, or nothing. */
export type Fatality = 'session' | 'connection' | 'call' | 'nothing'

/** What follows from a code by itself: what it ends, and what the phone does about it. */
export type Reaction = { ends: Fatality; phone: string }

export type CatalogueEntry = Explanation & Reaction & { family: CodeFamily; code: string }

const recordWords: Record<RecordCode, Explanation> = {
  'records-full': recordErrorWords.full,
  'records-refused': recordErrorWords.refused,
  'records-newer-version': recordErrorWords['newer-version'],
}

/** Every code, by family: one that is new and not in here does not compile. */
const catalogue: { [Family in CodeFamily]: Record<Codes[Family], Explanation & Reaction> } = {
  offline: join(offlineWords, offlineReactions),
  end: join(endWords, endReactions),
  notice: join(explainEveryNotice(), noticeReactions),
  records: join(recordWords, recordReactions),
  check: join({ ...lesserReasons, ...audioFailures }, checkReactions),
  client: join(clientWords, clientReactions),
  answer: join(answerWords, answerReactions),
}

/** In the order in which they are read. */
export const catalogueEntries: readonly CatalogueEntry[] = Object.entries(catalogue).flatMap(
  ([family, entries]) =>
    Object.entries(entries).map(([code, { what, todo, ends, phone }]) => ({
      // The keys are the families: the table is written out above.
      family: family as CodeFamily,
      code,
      what,
      todo,
      ends,
      phone,
    })),
)

function join<Code extends string>(
  words: Record<Code, Explanation>,
  reactions: Record<Code, Reaction>,
): Record<Code, Explanation & Reaction> {
  const codes = Object.keys(words) as Code[]
  const entries = codes.map((code) => [code, { ...words[code], ...reactions[code] }])
  return Object.fromEntries(entries) as Record<Code, Explanation & Reaction>
}
