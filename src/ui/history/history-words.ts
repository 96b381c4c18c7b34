import type { TextKey } from '../../language/language.ts'
import type { CallFilter } from '../../phone/records/find-calls.ts'
import type { RecordErrorCode, RecordsStatus } from '../../phone/records/record-store.ts'

export const filterWords: Record<CallFilter, TextKey> = {
  all: 'recents.all',
  missed: 'recents.missedOnly',
  incoming: 'recents.incoming',
  outgoing: 'recents.outgoing',
}

export const factWords = {
  number: 'recents.number',
  direction: 'recents.direction',
  ownNumber: 'recents.ownNumber',
  startedAt: 'recents.startedAt',
  offeredAt: 'recents.offeredAt',
  ringingAt: 'recents.ringingAt',
  answeredAt: 'recents.answeredAt',
  endedAt: 'recents.endedAt',
  cause: 'recents.cause',
  quality: 'recents.quality',
  microphone: 'media.microphone',
  speaker: 'media.speaker',
} satisfies Record<string, TextKey>

/** Where there are no calls. */
export const emptyWords: Record<RecordsStatus, TextKey> = {
  unkept: 'recents.noneUnkept',
  reading: 'recents.reading',
  kept: 'recents.noneKept',
  full: 'recents.none',
  refused: 'recents.none',
  'newer-version': 'recents.none',
}

/** Why what happens now does not outlive the page. */
export const recordErrorWords: Record<RecordErrorCode, TextKey> = {
  full: 'recents.full',
  refused: 'recents.refused',
  'newer-version': 'recents.newerVersion',
}
