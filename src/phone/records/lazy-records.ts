import type { RecordControl, RecordControlOptions } from './record-control.ts'

/** The history and the contacts, with what reads and writes them: after the first picture, which does not need them. */
export interface LazyRecords {
  /** Once, however often it is asked for. Rejects where it cannot be loaded. */
  load: () => Promise<RecordControl>
  close: () => void
}

export function createLazyRecords(options: RecordControlOptions): LazyRecords {
  let records: RecordControl | undefined
  return {
    load: async () => {
      const { createRecordControl } = await import('./record-control.ts')
      records ??= createRecordControl(options)
      return records
    },
    close: () => records?.close(),
  }
}
