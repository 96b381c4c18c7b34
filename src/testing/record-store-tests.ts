import { expect, it } from 'vitest'
import type { Contact } from '../phone/contacts/contact-book.ts'
import type { EndedCall } from '../phone/phone-state.ts'
import type { CallRecord, LiveRecord } from '../phone/records/call-record.ts'
import type { RecordChange, RecordStore, RecordStores } from '../phone/records/record-store.ts'

/** A call that is over, a minute after the one before it. */
export function endedCall(index: number, facts: Partial<EndedCall> = {}): EndedCall {
  const startedAt = Date.UTC(2026, 0, 1) + index * 60_000
  return {
    id: `call-${index}`,
    direction: index % 2 === 0 ? 'inbound' : 'outbound',
    number: `+1919555${String(index % 10_000).padStart(4, '0')}`,
    startedAt,
    status: 'ended',
    cause: 'hangup',
    answeredAt: startedAt + 5_000,
    endedAt: startedAt + 30_000,
    ...facts,
  }
}

const everyFact: EndedCall = {
  ...endedCall(1),
  ownNumber: '+19195550100',
  applicationCallId: 'c-1',
  ringingAt: Date.UTC(2026, 0, 1, 12),
  devices: { microphone: 'Headset', speaker: '' },
  note: 'Wants the second parcel.\nÀ bientôt 👋',
  name: 'Ann Lee',
  message: 'The number is not open to you.',
  quality: { level: 'fair', samples: 30, roundTrip: 80, jitter: 4, loss: 0.01, mos: 4.1 },
}
const ann: Contact = { id: 'ann', name: 'Ann Lee', numbers: ['+19195550101'], note: '' }

async function all<T extends { id: string }>(store: RecordStore<T>): Promise<T[]> {
  const records: T[] = []
  for await (const part of store.read()) records.push(...part)
  return records
}

/**
 * What holds for every RecordStores, run on the browser's and on their twin in memory.
 * @param open of the same browser each time, within one test
 */
export function describeRecordStores(open: () => RecordStores): void {
  it('gives back a call and a contact as they were', async () => {
    const stores = open()
    await stores.calls.write([everyFact])
    await stores.contacts.write([ann])
    expect(await all(open().calls)).toEqual([everyFact])
    expect(await all(open().contacts)).toEqual([ann])
  })

  it('gives calls from the newest on, each once, also those that began together', async () => {
    const { calls } = open()
    const written = Array.from({ length: 1_203 }, (_, index) =>
      endedCall(index, { startedAt: Date.UTC(2026, 0, 1) + Math.floor(index / 7) }),
    )
    await calls.write(written)
    const read = await all(calls)
    expect(read.map(({ startedAt }) => startedAt)).toEqual(
      written.map(({ startedAt }) => startedAt).toReversed(),
    )
    expect(new Set(read.map(({ id }) => id)).size).toBe(written.length)
  })

  it('puts a record in the place of what had its id', async () => {
    const { calls } = open()
    const live: LiveRecord = {
      id: 'one',
      direction: 'inbound',
      number: '',
      startedAt: 7,
      status: 'live',
      page: 'page-1',
      seenAt: 9,
    }
    await calls.write([live])
    expect(await all(calls)).toEqual([live])
    await calls.write([endedCall(1, { id: 'one' })])
    expect(await all(calls)).toEqual([endedCall(1, { id: 'one' })])
  })

  it('removes some, and all', async () => {
    const { calls, contacts } = open()
    await calls.write([endedCall(1), endedCall(2), endedCall(3)])
    await contacts.write([ann])
    await calls.remove(['call-1', 'call-3', 'nobody'])
    expect(await all(calls)).toEqual([endedCall(2)])
    await calls.clear()
    expect(await all(calls)).toEqual([])
    expect(await all(contacts)).toEqual([ann])
  })

  it('tells other pages what was done, and not the one that did it', async () => {
    const [one, other] = [open(), open()]
    const heard: unknown[] = []
    const hear = (who: string) => (change: RecordChange<CallRecord | Contact>) =>
      heard.push([who, change])
    one.calls.onChange(hear('one'))
    const stop = other.calls.onChange(hear('other'))
    other.contacts.onChange(hear('other’s contacts'))
    await one.calls.write([everyFact])
    await one.calls.remove(['nobody'])
    await one.contacts.write([ann])
    await one.calls.clear()
    await expect.poll(() => heard).toHaveLength(4)
    expect(heard).toEqual([
      ['other', { type: 'written', records: [everyFact] }],
      ['other', { type: 'removed', ids: ['nobody'] }],
      ['other’s contacts', { type: 'written', records: [ann] }],
      ['other', { type: 'cleared' }],
    ])
    stop()
    await one.calls.clear()
    await one.contacts.clear()
    await expect.poll(() => heard).toHaveLength(5)
    expect(heard[4]).toEqual(['other’s contacts', { type: 'cleared' }])
  })

  it('knows when a page is gone', async () => {
    const [one, other] = [open(), open()]
    const gone: string[] = []
    void other.untilGone(one.page).then(() => gone.push('one'))
    await other.untilGone('never was')
    expect(gone).toEqual([])
    one.close()
    await expect.poll(() => gone).toEqual(['one'])
  })
}
