import { beforeEach, describe } from 'vitest'
import { createMemoryDisk, openMemoryRecords } from '../../testing/memory-records.ts'
import { describeRecordStores } from '../../testing/record-store-tests.ts'

describe('records in memory', () => {
  let disk = createMemoryDisk()
  let pages = 0
  beforeEach(() => {
    disk = createMemoryDisk()
  })
  describeRecordStores(() => openMemoryRecords(disk, `page-${++pages}`))
})
