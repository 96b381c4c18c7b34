import type { BrtcErrorCode } from '../../brtc/errors.ts'
import type { TextKey } from '../../language/language.ts'
import type { EndCause, NoticeCode, OfflineReason } from '../../phone/phone-state.ts'
import type { ApplicationError } from '../../wire/phone-api.ts'
import { audioFailures, lesserReasons, voiceWords } from '../checks/check-words.ts'
import { addressWords, tokenWords } from '../device-token/describe-token.ts'
import { recordErrorWords } from '../history/history-words.ts'
import { explainAnyNotice } from '../notice/notice-words.ts'
import type { CheckCode, PageCode, RecordCode, TokenCode } from '../shown-code.ts'
import { endWords, explain, offlineWords, type Explanation } from '../words.ts'
import {
  answerWords,
  checkReactions,
  clientReactions,
  clientWords,
  endReactions,
  answerReactions,
  noticeReactions,
  offlineReactions,
  pageReactions,
  pageWords,
  recordReactions,
  tokenReactions,
  type Reaction,
} from './catalogue-words.ts'

/** Where a code comes from: one may mean something in several of them. */
export type CodeFamily =
  | 'offline'
  | 'end'
  | 'notice'
  | 'records'
  | 'check'
  | 'page'
  | 'token'
  | 'client'
  | 'answer'

type Codes = {
  offline: OfflineReason
  end: EndCause
  notice: NoticeCode
  records: RecordCode
  check: CheckCode
  page: PageCode
  token: TokenCode
  client: BrtcErrorCode
  answer: ApplicationError['code']
}

/** What the code ends: the stay online, the connection that it is had by, the call, or nothing. */
export type Fatality = 'session' | 'connection' | 'call' | 'nothing'

export type CatalogueEntry = Explanation & {
  family: CodeFamily
  code: string
  ends: Fatality
  /** What the phone does about it. */
  phone: string
}

type Told = Reaction & { explain: () => Explanation }

const recordWords: Record<RecordCode, TextKey> = {
  'records-full': recordErrorWords.full,
  'records-refused': recordErrorWords.refused,
  'records-newer-version': recordErrorWords['newer-version'],
}

const checkWords: Record<CheckCode, TextKey> = {
  ...lesserReasons,
  ...audioFailures,
  'voice-silent': voiceWords.silent,
  'voice-too-quiet': voiceWords['too-quiet'],
  'voice-clipping': voiceWords.clipping,
}

const tokenCodeWords: Record<TokenCode, TextKey> = {
  ...tokenWords,
  ...addressWords,
  'token-version-2': 'token.version2',
  'token-expired': 'token.expiredProblem',
}

/** Every code, by family: one that is new and not in here does not compile. */
const catalogue: { [Family in CodeFamily]: Record<Codes[Family], Told> } = {
  offline: join(offlineReactions, (code) => explain(offlineWords[code])),
  end: join(endReactions, (code) => explain(endWords[code].key)),
  notice: join(noticeReactions, explainAnyNotice),
  records: join(recordReactions, (code) => explain(recordWords[code])),
  check: join(checkReactions, (code) => explain(checkWords[code])),
  page: join(pageReactions, (code) => explain(pageWords[code])),
  token: join(tokenReactions, (code) => explain(tokenCodeWords[code], { when: '…' })),
  client: join(clientReactions, (code) => explain(clientWords[code])),
  answer: join(answerReactions, (code) => explain(answerWords[code])),
}

/** In the order in which they are read, in the language of the page. */
export function readCatalogue(): readonly CatalogueEntry[] {
  return Object.entries(catalogue).flatMap(([family, entries]) =>
    Object.entries(entries).map(([code, { explain, ends, phone }]) => ({
      // The keys are the families: the table is written out above.
      family: family as CodeFamily,
      code,
      ...explain(),
      ends,
      phone: phone(),
    })),
  )
}

function join<Code extends string>(
  reactions: Record<Code, Reaction>,
  explainCode: (code: Code) => Explanation,
): Record<Code, Told> {
  const codes = Object.keys(reactions) as Code[]
  const entries = codes.map((code) => [
    code,
    { ...reactions[code], explain: () => explainCode(code) },
  ])
  return Object.fromEntries(entries) as Record<Code, Told>
}
