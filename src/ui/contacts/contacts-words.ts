import type { TextKey } from '../../language/language.ts'
import type { RefusedRow } from '../../phone/contacts/read-contacts.ts'

export const refusedWords: Record<RefusedRow['reason'], TextKey> = {
  unreadable: 'contacts.unreadable',
  'no-name': 'contacts.noName',
  'no-number': 'contacts.noNumber',
  'bad-number': 'contacts.badNumber',
  'number-left-out': 'contacts.numberLeftOut',
}
