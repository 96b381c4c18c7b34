import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { startProcess } from './processes.ts'

const directory = mkdtempSync(join(tmpdir(), 'offhook-'))
afterAll(() => rmSync(directory, { recursive: true }))

const start = (name: string, source: string, env?: Record<string, string>) => {
  writeFileSync(join(directory, `${name}.js`), source)
  return startProcess(name, env, { directory })
}

describe('a process that a test starts', () => {
  it('is ready with its first line, and is told everything it needs', async () => {
    const source = `console.log(process.env.GREETING); console.error('aside'); setTimeout(() => console.log('second'), 1)`
    const process = await start('greets', source, { GREETING: 'hello' })
    expect(process.firstLine).toBe('hello')
    await expect(process.line(/^sec/)).resolves.toBe('second')
    await expect(process.ended).resolves.toEqual({ code: 0, signal: null })
    expect(process.output()).toContain('aside')
    await expect(process.line(/third/)).rejects.toThrow('ended without /third/')
  })

  it('ends when it is asked to, one way or the other', async () => {
    const source = `process.on('SIGTERM', () => process.exit(3)); setInterval(() => {}, 1e6); console.log('up')`
    await expect((await start('polite', source)).stop()).resolves.toEqual({ code: 3, signal: null })
    await expect((await start('polite', source)).stop('SIGKILL')).resolves.toEqual({
      code: null,
      signal: 'SIGKILL',
    })
  })

  it('says what it said when it cannot start', async () => {
    await expect(start('fails', `throw new Error('no port')`)).rejects.toThrow('no port')
  })
})
