import { deleteDB, openDB } from 'idb'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RecordStores } from '../phone/records/record-store.ts'
import { describeRecordStores, endedCall } from '../testing/record-store-tests.ts'
import { migrations } from './record-database.ts'
import { openStoredRecords } from './stored-records.ts'

let name = ''
let opened: RecordStores[] = []
const open = () => {
  const stores = openStoredRecords(name)
  opened.push(stores)
  return stores
}
beforeEach(() => {
  name = `test-${crypto.randomUUID()}`
})
afterEach(async () => {
  for (const stores of opened.splice(0)) stores.close()
  await deleteDB(name)
})

async function idsOf({ calls }: RecordStores): Promise<string[]> {
  const ids: string[] = []
  for await (const part of calls.read()) ids.push(...part.map(({ id }) => id))
  return ids
}

describe('records in IndexedDB', () => {
  describeRecordStores(open)
})

describe('the database', () => {
  it('of an older version is migrated, with what is in it', async () => {
    const older = await openDB(name, 1, {
      upgrade: (database) => migrations[0]?.(database),
    })
    await older.put('calls', endedCall(1))
    older.close()
    const stores = open()
    expect(await idsOf(stores)).toEqual(['call-1'])
    await stores.contacts.write([{ id: 'ann', name: 'Ann', numbers: ['+19195550101'], note: '' }])
  })

  it('of a newer version is left as it is', async () => {
    const newer = await openDB(name, migrations.length + 1, {
      upgrade: (database) => void database.createObjectStore('calls'),
    })
    await newer.put('calls', 'in another shape', 'key')
    newer.close()
    const { calls } = open()
    await expect(calls.write([endedCall(1)])).rejects.toMatchObject({ code: 'newer-version' })
    await expect(calls.clear()).rejects.toMatchObject({ code: 'newer-version' })
    const again = await openDB(name)
    expect(again.version).toBe(migrations.length + 1)
    expect(await again.getAll('calls')).toEqual(['in another shape'])
    again.close()
  })

  it('gives way to a newer version in another tab, and says so from then on', async () => {
    const { calls } = open()
    await calls.write([endedCall(1)])
    const newer = await openDB(name, migrations.length + 1)
    await expect(calls.write([endedCall(2)])).rejects.toMatchObject({ code: 'newer-version' })
    expect(await newer.count('calls')).toBe(1)
    newer.close()
  })

  it('that was closed under a page is opened again', async () => {
    const stores = open()
    await stores.calls.write([endedCall(1)])
    await deleteDB(name)
    await stores.calls.write([endedCall(2)])
    expect(await idsOf(stores)).toEqual(['call-2'])
  })

  it('gives what makes sense of what other hands wrote, and keeps the rest', async () => {
    const stores = open()
    await stores.calls.write([endedCall(1)])
    const database = await openDB(name)
    await database.put('calls', { id: 'odd', startedAt: 5, cause: 'never heard of' })
    await database.put('calls', { ...endedCall(2), comment: 'of a later version' })
    expect(await idsOf(stores)).toEqual(['call-2', 'call-1'])
    expect(await database.count('calls')).toBe(3)
    database.close()
  })
})
