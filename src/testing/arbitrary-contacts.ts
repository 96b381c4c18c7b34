import * as fc from 'fast-check'
import { cleanName, cleanNote } from '../phone/contacts/raw-contact.ts'

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  // What formats give a meaning to.
  fc.string({ unit: fc.constantFrom(...Array.from(`,;:\\"'=+-@ \n\tnN=3DÀ日👋`)) }),
  fc.string({ unit: 'grapheme', minLength: 60, maxLength: 200 }),
)

/** Contacts as Offhook keeps them: names and notes are clean, numbers are E.164. */
export const anyContact = fc.record({
  id: fc.uuid(),
  name: anyText.map(cleanName).filter((name) => name !== ''),
  numbers: fc.uniqueArray(
    fc
      .tuple(
        fc.constantFrom('+1919555', '+1303555', '+44207946'),
        fc.integer({ min: 0, max: 9_999 }),
      )
      .map(([beginning, end]) => beginning + String(end).padStart(4, '0')),
    { minLength: 1, maxLength: 4 },
  ),
  note: anyText.map(cleanNote),
})
