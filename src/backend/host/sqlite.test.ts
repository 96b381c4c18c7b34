import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import Database from 'libsql'
import { build } from 'vite'
import { afterAll, describe, expect, it } from 'vitest'
import { describePersistence } from '../../testing/persistence-tests.ts'
import { callRecord, idsOf, offered } from '../../testing/store-records.ts'
import { describeStore } from '../../testing/store-tests.ts'
import { createStore } from '../create-store.ts'
import { openSqlite } from './sqlite.ts'

const directory = mkdtempSync(join(tmpdir(), 'offhook-sqlite-'))
afterAll(() => rmSync(directory, { recursive: true }))

let files = 0
const newFile = () => join(directory, `${++files}.db`)
const newPlace = () => {
  const file = newFile()
  return { open: () => openSqlite(file, { patience: 0 }) }
}

describeStore('a store on SQLite', () => createStore(newPlace().open()))
describeStore('a store on SQLite in memory', () => createStore(openSqlite(':memory:')))
describePersistence('a SQLite database', newPlace, { runs: 20 })

describe('a SQLite database', () => {
  it('is readable by its owner only, its journal too', () => {
    const file = newFile()
    const store = createStore(openSqlite(file))
    store.calls.put(callRecord('call-1'))
    const [name = ''] = file.split('/').slice(-1)
    const made = readdirSync(directory).filter((entry) => entry.startsWith(name))
    expect(made.toSorted()).toEqual([name, `${name}-wal`])
    for (const entry of made) {
      expect(statSync(join(directory, entry)).mode & 0o777).toBe(0o600)
    }
    store.close()
  })

  it('writes all rows of a commit or none', () => {
    const { open } = newPlace()
    const persistence = open()
    persistence.commit([{ collection: 'calls', id: 'a', value: JSON.stringify(callRecord('a')) }])
    expect(() =>
      persistence.commit([
        { collection: 'calls', id: 'a', value: undefined },
        { collection: 'calls', id: 'b', value: JSON.stringify(callRecord('b')) },
        { collection: 'no such collection', id: 'c', value: '{}' },
      ]),
    ).toThrow('no such collection')
    persistence.close()
    const store = createStore(open())
    expect(idsOf(store.calls.all())).toEqual(['a'])
    store.close()
  })

  it('is refused while it is in use', () => {
    const file = newFile()
    const first = openSqlite(file)
    expect(() => openSqlite(file, { patience: 0 })).toThrow(
      expect.objectContaining({ code: 'in-use', message: expect.stringContaining(file) }),
    )
    first.close()
  })

  it('is waited for while the process before lets go of it', () => {
    const file = newFile()
    const before = createStore(openSqlite(file))
    before.calls.put(callRecord('call-1'))
    const after = createStore(openSqlite(file, { sleep: () => before.close() }))
    expect(idsOf(after.calls.all())).toEqual(['call-1'])
    after.close()
  })

  it('cannot be written by a process that has closed it', () => {
    const file = newFile()
    const persistence = openSqlite(file)
    persistence.close()
    expect(() => persistence.commit([{ collection: 'calls', id: 'a', value: '{}' }])).toThrow(
      'closed',
    )
  })

  it('is left as it was where a newer version wrote it', () => {
    const file = newFile()
    createStore(openSqlite(file)).close()
    withDatabase(file, 'PRAGMA user_version = 2; ALTER TABLE calls ADD COLUMN more TEXT')
    const contents = readFileSync(file)
    expect(() => openSqlite(file)).toThrow(expect.objectContaining({ code: 'newer-format' }))
    expect(readFileSync(file)).toEqual(contents)
  })

  it('is left as it was where it is something else’s', () => {
    const file = newFile()
    withDatabase(file, 'CREATE TABLE bookmarks (url TEXT)')
    const contents = readFileSync(file)
    expect(() => openSqlite(file)).toThrow(expect.objectContaining({ code: 'foreign' }))
    expect(readFileSync(file)).toEqual(contents)
  })

  it.each([
    ['a file that is no database', () => join(directory, 'letter.txt'), 'is not a database'],
    ['a directory', () => directory, 'cannot be opened'],
    [
      'a path without its directory',
      () => join(directory, 'no', 'x.db'),
      `no directory ${join(directory, 'no')}`,
    ],
  ])('cannot be %s', (_, path, message) => {
    writeFileSync(join(directory, 'letter.txt'), 'Dear operator, '.repeat(100))
    expect(() => openSqlite(path())).toThrow(message)
  })

  it('has all that was committed, and nothing by half, when the process is killed', async () => {
    const script = await buildProcess()
    const file = newFile()
    for (const commits of [1, 100, 300]) {
      const child = spawn(process.execPath, [script, file], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      const committed = await killAfter(child, commits)
      const store = createStore(openSqlite(file, { patience: 0 }))
      const calls = idsOf(store.calls.all())
      expect(committed).toBeGreaterThanOrEqual(commits)
      // The last one can be committed without the process having come to say so.
      expect([committed, committed + 1]).toContain(calls.length)
      expect(calls).toEqual(calls.map((_, index) => `call-${index + 1}`))
      const newest = calls.at(-1) ?? ''
      expect(store.agents.get('e-1')?.callId).toBe(newest)
      expect(store.events.since('e-1', 0).at(-1)?.event).toEqual(offered(newest))
      store.transaction(() => {
        for (const id of calls) store.calls.delete(id)
      })
      store.close()
    }
  })

  it('is refused while another process has it', async () => {
    const script = await buildProcess()
    const file = newFile()
    const child = spawn(process.execPath, [script, file], { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(child.stdout, 'data')
    expect(() => openSqlite(file, { patience: 0 })).toThrow(
      expect.objectContaining({ code: 'in-use' }),
    )
    await killAfter(child, 0)
    openSqlite(file, { patience: 0 }).close()
  })
})

function withDatabase(file: string, sql: string): void {
  const database = new Database(file)
  database.exec(sql)
  database.close()
}

/** Kills the process as soon as it has said so many numbers. @returns the last number that it said */
async function killAfter(
  child: ChildProcessByStdio<null, Readable, null>,
  count: number,
): Promise<number> {
  let output = ''
  child.stdout.setEncoding('utf8')
  child.stdout.on('data', (chunk: string) => {
    output += chunk
    if (output.split('\n').length > count) child.kill('SIGKILL')
  })
  if (count === 0) child.kill('SIGKILL')
  await once(child, 'close')
  return Number(output.split('\n').at(-2) ?? 0)
}

let built: Promise<string> | undefined

function buildProcess(): Promise<string> {
  return (built ??= (async () => {
    // Packages are found from where the script is.
    symlinkSync(join(import.meta.dirname, '../../../node_modules'), join(directory, 'node_modules'))
    await build({
      configFile: false,
      logLevel: 'error',
      build: {
        ssr: join(import.meta.dirname, '../../testing/store-process.ts'),
        outDir: join(directory, 'process'),
        rollupOptions: { output: { entryFileNames: 'store-process.mjs' } },
      },
    })
    return join(directory, 'process', 'store-process.mjs')
  })())
}
