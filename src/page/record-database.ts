import { type IDBPDatabase, openDB } from 'idb'

export type StoreName = 'calls' | 'contacts'

/** Without a schema: what is in it was written by any version of Offhook, and is read as anything from outside. */
export type RecordDatabase = IDBPDatabase

/** The way from each version of the database to the next; the last is the present one. */
export const migrations: readonly ((database: RecordDatabase) => void)[] = [
  (database) => {
    database.createObjectStore('calls', { keyPath: 'id' }).createIndex('startedAt', 'startedAt')
  },
  (database) => {
    database.createObjectStore('contacts', { keyPath: 'id' })
  },
]

/**
 * Gives way at once to a newer Offhook in another tab, which wants to migrate.
 *
 * @param onClosed it is closed, and not by us: the next use needs another
 * @throws DOMException; `VersionError` where a newer version has been here
 */
export function openRecordDatabase(name: string, onClosed: () => void): Promise<RecordDatabase> {
  return openDB(name, migrations.length, {
    upgrade: (database, from) => {
      for (const migrate of migrations.slice(from)) migrate(database)
    },
    blocking: (_from, _to, { target }) => {
      if (target instanceof IDBDatabase) target.close()
      onClosed()
    },
    terminated: onClosed,
  })
}
