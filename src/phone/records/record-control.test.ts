import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createTestPhone } from '../../testing/create-test-phone.ts'
import { createMemoryDisk, openMemoryRecords } from '../../testing/memory-records.ts'
import { endedCall } from '../../testing/record-store-tests.ts'
import { waitFor } from '../../testing/wait-for.ts'

let disk = createMemoryDisk()
let pages = 0
const phones: ReturnType<typeof createTestPhone>[] = []

beforeEach(() => {
  disk = createMemoryDisk()
})
afterEach(() => {
  vi.useRealTimers()
  for (const { phone } of phones.splice(0)) phone.close()
})

/** A phone in a page of its own, of the same browser. */
async function openPhone(randomId: () => string = () => crypto.randomUUID()) {
  const page = `page-${++pages}`
  const test = createTestPhone({ openRecords: async () => openMemoryRecords(disk, page), randomId })
  phones.push(test)
  const records = await test.phone.loadRecords()
  await waitFor(() => expect(test.state().records).not.toBe('reading'))
  return { ...test, records, page }
}
const kept = () => [...disk.calls.records.values()]

describe('a call', () => {
  it('is kept from its first moment on, and at each change', async () => {
    const { phone, goOnline, answer } = await openPhone()
    await goOnline()
    await phone.dial('+19195550101')
    await waitFor(() => expect(kept()).toMatchObject([{ status: 'live', number: '+19195550101' }]))
    expect(kept()[0]).not.toHaveProperty('answeredAt')
    answer()
    await waitFor(() => expect(kept()[0]).toHaveProperty('answeredAt'))
    phone.writeNote(kept()[0]?.id ?? '', 'Asks for Bob.')
    await waitFor(() => expect(kept()[0]).toMatchObject({ note: 'Asks for Bob.' }))
    phone.hangUp()
    await waitFor(() =>
      expect(kept()).toMatchObject([{ status: 'ended', cause: 'hangup', note: 'Asks for Bob.' }]),
    )
  })

  it('is kept with both numbers, when it rang, and what it was spoken with', async () => {
    const { phone, goOnline, ring, audioInput, state } = await openPhone()
    audioInput.listDevices.mockResolvedValue({
      microphones: [{ id: 'm', label: 'Headset' }],
      outputs: [],
      canChooseOutput: true,
      systemMicrophone: null,
    })
    await goOnline()
    phone.chooseDevice('microphone', 'm')
    await waitFor(() => expect(state().devices.microphone).toBe('m'))
    ring('+13035550142')
    phone.accept()
    await waitFor(() => expect(state().call?.status).toBe('connected'))
    await waitFor(() =>
      expect(kept()[0]).toMatchObject({
        number: '+13035550142',
        ownNumber: '+19195550199',
        devices: { microphone: 'Headset', speaker: '' },
      }),
    )
  })

  it('that goes on is seen to do so, so that a crash loses seconds of it', async () => {
    const { phone, goOnline, answer } = await openPhone()
    await goOnline()
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] })
    await phone.dial('+19195550101')
    answer()
    const answeredAt = Date.now()
    await vi.advanceTimersByTimeAsync(65_000)
    expect(kept()[0]).toMatchObject({ status: 'live', seenAt: answeredAt + 60_000 })
  })

  it('of a page that crashed is ended at the next start, with what is known of it', async () => {
    const crashed = await openPhone()
    await crashed.goOnline()
    await crashed.phone.dial('+19195550101')
    crashed.answer()
    await waitFor(() => expect(kept()[0]).toHaveProperty('answeredAt'))
    await crashed.records.saveContacts([
      { id: 'ann', name: 'Ann Lee', numbers: ['+19195550101'], note: '' },
    ])
    disk.pages.get(crashed.page)?.close()
    const seenAt = Math.max(...kept().map((call) => (call.status === 'live' ? call.seenAt : 0)))

    const { state } = await openPhone()
    const ended = { status: 'ended', cause: 'page-crashed', endedAt: seenAt, name: 'Ann Lee' }
    await waitFor(() => expect(state().recent).toMatchObject([ended]))
    await waitFor(() => expect(kept()).toMatchObject([ended]))
  })

  it('of a page that is there still is left alone', async () => {
    const other = await openPhone()
    await other.goOnline()
    await other.phone.dial('+19195550101')
    await waitFor(() => expect(kept()).toHaveLength(1))
    const { state } = await openPhone()
    expect(state().recent).toEqual([])
    expect(kept()).toMatchObject([{ status: 'live' }])
    other.phone.hangUp()
    await waitFor(() => expect(state().recent).toMatchObject([{ cause: 'cancelled' }]))
  })

  it('of a page that crashes is ended in those that are there', async () => {
    const [other, { state }] = [await openPhone(), await openPhone()]
    await other.goOnline()
    await other.phone.dial('+19195550101')
    await waitFor(() => expect(kept()).toHaveLength(1))
    disk.pages.get(other.page)?.close()
    const ended = { status: 'ended', cause: 'page-crashed' }
    await waitFor(() => expect(state().recent).toMatchObject([ended]))
    await waitFor(() => expect(kept()).toMatchObject([ended]))
  })

  it('that a page ends while it goes away, unheard, appears in those that are there', async () => {
    const [other, { state }] = [await openPhone(), await openPhone()]
    await other.goOnline()
    await other.phone.dial('+19195550101')
    await waitFor(() => expect(kept()).toHaveLength(1))
    const left = endedCall(0, { id: kept()[0]?.id ?? '', cause: 'page-left' })
    disk.calls.records.set(left.id, left)
    disk.pages.get(other.page)?.close()
    await waitFor(() => expect(state().recent).toEqual([left]))
    expect(kept()).toEqual([left])
  })

  it('that is told of by the page before is the record that page kept, once', async () => {
    const left = endedCall(1, { cause: 'page-left', note: 'Asks for Bob.' })
    disk.calls.records.set(left.id, { ...left, cause: 'hangup' })
    const { phone, state } = await openPhone()
    phone.rememberLeftCall(left)
    expect(state().recent).toEqual([left])
    await waitFor(() => expect(kept()).toEqual([left]))
  })
})

describe('the history', () => {
  it('is there again in the next page, the newest first', async () => {
    for (const index of [1, 3, 2]) disk.calls.records.set(`call-${index}`, endedCall(index))
    const { state } = await openPhone()
    expect(state().recent).toEqual([endedCall(3), endedCall(2), endedCall(1)])
    expect(state().records).toBe('kept')
  })

  it('forgets calls for good, and tells other pages', async () => {
    for (const index of [1, 2, 3]) disk.calls.records.set(`call-${index}`, endedCall(index))
    const [one, other] = [await openPhone(), await openPhone()]
    await one.records.forgetCalls(['call-2'])
    expect([one.state().recent.length, other.state().recent.length, kept().length]).toEqual([
      2, 2, 2,
    ])
    await other.records.forgetCalls('all')
    expect([one.state().recent.length, other.state().recent.length, kept().length]).toEqual([
      0, 0, 0,
    ])
  })

  it('has a note that is written later, in another page too', async () => {
    disk.calls.records.set('call-1', endedCall(1))
    const [one, other] = [await openPhone(), await openPhone()]
    one.phone.writeNote('call-1', 'Paid.')
    await waitFor(() => expect(other.state().recent).toMatchObject([{ note: 'Paid.' }]))
    expect(kept()).toMatchObject([{ note: 'Paid.' }])
  })
})

describe('where nothing can be kept', () => {
  it.each(['full', 'refused', 'newer-version'] as const)(
    'the phone works on and says so: %s',
    async (fault) => {
      disk.fault = fault
      const { phone, goOnline, state, records } = await openPhone()
      await goOnline()
      await phone.dial('+19195550101')
      phone.hangUp()
      await records.saveContacts([{ id: 'a', name: 'Ann', numbers: ['+19195550101'], note: '' }])
      expect(state()).toMatchObject({ records: fault, recent: [{ cause: 'cancelled' }] })
      expect(state().contacts.nameOf('+19195550101')).toBe('Ann')
      expect(kept()).toEqual([])
    },
  )

  it('what did not fit is kept as soon as something does', async () => {
    disk.fault = 'full'
    const { phone, goOnline, state } = await openPhone()
    await goOnline()
    await phone.dial('+19195550101')
    phone.hangUp()
    await waitFor(() => expect(state().records).toBe('full'))
    disk.fault = undefined
    await phone.dial('+19195550102')
    phone.hangUp()
    await waitFor(() => expect(state().records).toBe('kept'))
    expect(
      kept()
        .map(({ number }) => number)
        .toSorted(),
    ).toEqual(['+19195550101', '+19195550102'])
  })

  it('and nobody was asked to, calls end with the page', async () => {
    const { phone, state } = createTestPhone()
    await phone.loadRecords()
    expect(state().records).toBe('unkept')
  })
})

describe('contacts', () => {
  const ann = { id: 'ann', name: 'Ann Lee', numbers: ['+19195550101'], note: '' }

  it('name whoever calls, here and in other pages, and stay with the call', async () => {
    const [one, other] = [await openPhone(), await openPhone()]
    await one.records.saveContacts([ann])
    expect(other.state().contacts.nameOf('+19195550101')).toBe('Ann Lee')
    await other.goOnline()
    await other.phone.dial('+19195550101')
    other.phone.hangUp()
    await one.records.forgetContacts(['ann'])
    expect(other.state().contacts.all).toEqual([])
    expect(other.state().recent).toMatchObject([{ name: 'Ann Lee' }])
  })

  it('are there again in the next page, and go all together', async () => {
    const { records } = await openPhone()
    await records.saveContacts([ann])
    const { state, records: later } = await openPhone()
    expect(state().contacts.all).toEqual([ann])
    await later.saveContacts([{ ...ann, name: 'Ann Lee-Smith' }])
    expect(state().contacts.nameOf('+19195550101')).toBe('Ann Lee-Smith')
    await later.forgetContacts('all')
    expect(disk.contacts.records.size).toBe(0)
  })
})
