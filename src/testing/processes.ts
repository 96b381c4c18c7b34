import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'

export type Ended = { code: number | null; signal: NodeJS.Signals | null }

/** A Node process of ours, as an operator would run it. */
export interface ServerProcess {
  /** The first line of standard output. */
  firstLine: string
  pid: number
  /** Everything that it has printed so far, errors too. */
  output: () => string
  /** Resolves with the first line of standard output that matches, an earlier one too; rejects when the process ends. */
  line: (pattern: RegExp) => Promise<string>
  /** Asks it to end, by SIGTERM unless told otherwise, and waits for that; SIGKILL after 15 s. Harmless when it has ended. */
  stop: (signal?: NodeJS.Signals) => Promise<Ended>
  ended: Promise<Ended>
}

/** Milliseconds; longer than the application itself takes for a slow stop. */
const patience = 15_000
/** What a process needs of ours: nothing of its configuration may slip in from outside. */
const inherited = ['PATH', 'HOME', 'TMPDIR', 'TZ', 'LANG'] as const

/**
 * Runs `node dist-server/<script>.js`, which `vite build --mode server` has made.
 * @returns when it has printed its first line
 * @throws with all that it printed, where it ends before that
 */
export async function startProcess(
  script: string,
  env: Readonly<Record<string, string>> = {},
  { directory = 'dist-server' }: { directory?: string } = {},
): Promise<ServerProcess> {
  const own = inherited.flatMap((name) => {
    const value = process.env[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  const child = spawn(process.execPath, [resolve(directory, `${script}.js`)], {
    // Where no `.env` of a developer's lies.
    cwd: tmpdir(),
    env: { ...Object.fromEntries(own), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const chunks: string[] = []
  const lines: string[] = []
  const waiting = new Set<() => void>()
  const wake = () => {
    for (const look of waiting) look()
  }
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk))
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk))
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line)
    wake()
  })
  let isOver = false
  const ended = once(child, 'close').then(([code, signal]): Ended => {
    isOver = true
    wake()
    return { code, signal }
  })

  // Whoever is stopped in the middle of a test leaves nothing behind.
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  void ended.then(() => process.off('exit', kill))

  const output = () => chunks.join('')
  const line = (pattern: RegExp) =>
    new Promise<string>((resolve, reject) => {
      const look = () => {
        const found = lines.find((each) => pattern.test(each))
        if (found === undefined && !isOver) return
        waiting.delete(look)
        if (found !== undefined) resolve(found)
        else reject(new Error(`${script} ended without ${String(pattern)}:\n${output()}`))
      }
      waiting.add(look)
      look()
    })

  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    if (!isOver) child.kill(signal)
    const timer = setTimeout(kill, patience)
    try {
      return await ended
    } finally {
      clearTimeout(timer)
    }
  }

  return { firstLine: await line(/^/), pid: child.pid ?? 0, output, line, stop, ended }
}
