import { closeSync, openSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import Database from 'libsql'
import type { Persistence, Row } from '../store.ts'
import { collectionNames } from '../stored-rows.ts'

type Connection = InstanceType<typeof Database>

/** The format of `records.ts` and of the tables here, in SQLite's `user_version`. */
const formatVersion = 1

/** Milliseconds that a new process waits for the one before it to let go of the database. */
const defaultPatience = 10_000

export type SqliteOptions = {
  /** Milliseconds; see `in-use`. */
  patience?: number
  /** Blocks for so many milliseconds. */
  sleep?: (milliseconds: number) => void
}

/**
 * - `in-use`: another process has it open, and does not let go
 * - `newer-format`: written by a newer version of the application
 * - `foreign`: a database of something else, or no database at all
 * - `inaccessible`: cannot be opened, read or made
 */
export type DatabaseErrorCode = 'in-use' | 'newer-format' | 'foreign' | 'inaccessible'

/** Why a database cannot be used, for the operator. Nothing in it was changed. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError'
  readonly code: DatabaseErrorCode

  constructor(code: DatabaseErrorCode, message: string, cause?: unknown) {
    super(message, { cause })
    this.code = code
  }
}

/**
 * A SQLite database in one file, made where there is none and readable by its owner only: it holds telephone numbers. A
 * commit is on the disk when it returns. One process at a time: its locks are those of the file system, so the file belongs
 * on a local disk. While it is open, nothing else in the process may open and close the file: that would drop the locks.
 *
 * @param path a file, or `:memory:`
 * @throws DatabaseError
 */
export function openSqlite(path: string, options: SqliteOptions = {}): Persistence {
  // Anything but an absolute path could be taken for the address of a remote database.
  const file = path === ':memory:' ? path : resolve(path)
  if (file !== ':memory:') createFile(file)
  const database = openExclusively(file, options)
  try {
    checkFormat(database, file)
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
  } catch (error) {
    // Not `release`: that would change the header of a database that is not ours to change.
    database.close()
    throw asDatabaseError(error, file)
  }
  return createPersistence(database)
}

function createPersistence(database: Connection): Persistence {
  const statements = new Map(
    collectionNames.map((name) => [
      name as string,
      {
        all: database.prepare<[]>(`SELECT id, value FROM ${name} ORDER BY position`),
        put: database.prepare<[string, string]>(
          `INSERT INTO ${name} (id, value) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET value = excluded.value`,
        ),
        delete: database.prepare<[string]>(`DELETE FROM ${name} WHERE id = ?`),
      },
    ]),
  )
  const write = ({ collection, id, value }: Row) => {
    const table = statements.get(collection)
    if (!table) throw new Error(`There is no collection ${collection}`)
    if (value === undefined) table.delete.run(id)
    else table.put.run(id, value)
  }

  let isOpen = true
  return {
    load: () =>
      [...statements].flatMap(([collection, { all }]) =>
        // The columns are TEXT NOT NULL of a STRICT table.
        (all.all() as { id: string; value: string }[]).map(({ id, value }) => ({
          collection,
          id,
          value,
        })),
      ),
    commit: (rows) => {
      // A statement outlives its connection, and would write to a database that is another process's by now.
      if (!isOpen) throw new Error('The database is closed')
      database.exec('BEGIN')
      try {
        for (const row of rows) write(row)
        database.exec('COMMIT')
      } catch (error) {
        // After some errors SQLite has rolled back already.
        if (database.inTransaction) database.exec('ROLLBACK')
        throw error
      }
    },
    close: () => {
      if (!isOpen) return
      isOpen = false
      release(database)
    },
  }
}

/** SQLite would make it with the rights that the umask leaves; its journals get those of the file. */
function createFile(file: string): void {
  try {
    closeSync(openSync(file, 'wx', 0o600))
  } catch (error) {
    const code = codeOf(error)
    if (code === 'EEXIST') return
    const why =
      code === 'ENOENT' ? `there is no directory ${dirname(file)}` : `it failed with ${code}`
    throw new DatabaseError('inaccessible', `The database ${file} cannot be made: ${why}.`, error)
  }
}

/**
 * Every attempt has a connection of its own: two processes that each held a shared lock while they waited for the exclusive
 * one would both wait in vain.
 */
function openExclusively(
  file: string,
  { patience = defaultPatience, sleep = block }: SqliteOptions,
): Connection {
  const deadline = Date.now() + patience
  for (;;) {
    const database = connect(file)
    try {
      database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT')
      return database
    } catch (error) {
      database.close()
      const failure = asDatabaseError(error, file)
      if (failure.code !== 'in-use' || Date.now() >= deadline) throw failure
      sleep(20 + Math.random() * 80)
    }
  }
}

function connect(file: string): Connection {
  try {
    return new Database(file)
  } catch (error) {
    throw asDatabaseError(error, file)
  }
}

function checkFormat(database: Connection, file: string): void {
  const { version, tables } = database
    .prepare(
      `SELECT user_version AS version, (SELECT count(*) FROM sqlite_schema) AS tables FROM pragma_user_version`,
    )
    .get() as { version: number; tables: number }
  if (version > formatVersion) {
    throw new DatabaseError(
      'newer-format',
      `The database ${file} was written by a newer version of this application (format ${version}; this version reads ${formatVersion}).`,
    )
  }
  if (version === formatVersion) return
  if (tables > 0) {
    throw new DatabaseError('foreign', `The database ${file} is not one of this application.`)
  }
  database.exec(creation)
}

/** `position` counts up by itself: the order in which records were first committed. */
const creation = `
  BEGIN;
  ${collectionNames
    .map(
      (name) =>
        `CREATE TABLE ${name} (position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, value TEXT NOT NULL) STRICT;`,
    )
    .join('\n')}
  PRAGMA user_version = ${formatVersion};
  COMMIT;
`

/**
 * A closed connection keeps its lock until its last statement is collected as garbage. Leaving the write-ahead log makes
 * SQLite give the lock back at once, and leaves one file behind.
 */
function release(database: Connection): void {
  try {
    database.exec(
      'PRAGMA journal_mode = DELETE; PRAGMA locking_mode = NORMAL; SELECT count(*) FROM sqlite_schema',
    )
  } finally {
    database.close()
  }
}

function asDatabaseError(error: unknown, file: string): DatabaseError {
  if (error instanceof DatabaseError) return error
  const code = codeOf(error)
  if (code.startsWith('SQLITE_BUSY')) {
    const message = `The database ${file} is in use by another process: the application runs once for each database.`
    return new DatabaseError('in-use', message, error)
  }
  if (code === 'SQLITE_NOTADB') {
    return new DatabaseError('foreign', `The file ${file} is not a database.`, error)
  }
  const message = `The database ${file} cannot be opened.`
  return new DatabaseError('inaccessible', message, error)
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

function block(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
}
