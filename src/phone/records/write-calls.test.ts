import * as fc from 'fast-check'
import Papa from 'papaparse'
import { expect, it } from 'vitest'
import { endedCall } from '../../testing/record-store-tests.ts'
import { unguarded } from '../csv.ts'
import { writeCalls } from './write-calls.ts'

const read = (csv: string) =>
  Papa.parse<Record<string, string>>(csv.trimEnd(), { header: true }).data

it('writes every fact of a call', () => {
  const call = endedCall(1, {
    number: '+19195550101',
    direction: 'outbound',
    startedAt: Date.UTC(2026, 0, 2, 3, 4, 5),
    ringingAt: Date.UTC(2026, 0, 2, 3, 4, 6),
    answeredAt: Date.UTC(2026, 0, 2, 3, 4, 10),
    endedAt: Date.UTC(2026, 0, 2, 3, 5, 0),
    quality: { level: 'fair', samples: 40, roundTrip: 80.4, jitter: 4, loss: 0.0123, mos: 4.126 },
    devices: { microphone: 'Headset', speaker: '' },
    note: 'Two, "quoted"\nlines',
  })
  expect(read(writeCalls([call], () => 'Ann'))).toEqual([
    {
      Direction: 'outgoing',
      Number: '+19195550101',
      Name: 'Ann',
      'Own number': '',
      Requested: '2026-01-02T03:04:05.000Z',
      Ringing: '2026-01-02T03:04:06.000Z',
      Answered: '2026-01-02T03:04:10.000Z',
      Ended: '2026-01-02T03:05:00.000Z',
      Seconds: '50',
      Cause: 'hangup',
      Line: 'fair',
      'Round trip ms': '80',
      'Jitter ms': '4',
      'Loss %': '1.23',
      MOS: '4.13',
      Microphone: 'Headset',
      Speaker: 'default',
      Note: 'Two, "quoted"\nlines',
    },
  ])
})

it('whatever an agent or a caller wrote is read again as it was', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (note, number) => {
      const text = note.replaceAll('\r', '')
      const [row] = read(writeCalls([endedCall(1, { note: text, number })]))
      expect(unguarded(row?.['Note'] ?? '')).toBe(text)
      expect(unguarded(row?.['Number'] ?? '')).toBe(number)
    }),
  )
})
