/** The program that an operator runs: `npm start`. Its configuration is in the environment, see `.env.example`. */
import { join } from 'node:path'
import { parseConfig, type ParsedConfig, secretsOf } from './host/config.ts'
import { loadEnvironmentFile } from './host/environment-file.ts'
import { createPinoLog, type HostLog } from './host/log.ts'
import { startHost } from './host/start-host.ts'

try {
  loadEnvironmentFile()
  await run(parseConfig(process.env))
} catch (error) {
  giveUp(error instanceof Error ? error.message : String(error))
}

async function run(parsed: ParsedConfig): Promise<void> {
  if (!parsed.ok) {
    const list = parsed.problems.map((problem) => `\n  - ${problem}`).join('')
    giveUp(`The configuration is not complete (see .env.example):${list}`)
    return
  }
  const { config } = parsed
  const log = createPinoLog({ level: config.logLevel, secrets: secretsOf(config) })
  watchFaults(log)
  try {
    // Beside the folder of this program, both written by `npm run build`.
    const phoneFolder = join(import.meta.dirname, '..', 'dist')
    const host = await startHost(config, { log, phoneFolder })
    log.log({ level: 'info', message: `Listening on ${host.address}` })
    stopOnSignals(host, log)
  } catch (error) {
    log.fatal('The application cannot start', error)
    process.exitCode = 1
  }
}

/** Before there is a log. */
function giveUp(reason: string): void {
  process.stderr.write(`${reason}\n`)
  process.exitCode = 1
}

/** Nothing is right after a fault that nobody expected: whoever watches over the process starts it again. */
function watchFaults(log: HostLog): void {
  const end = (message: string) => (cause: unknown) => {
    log.fatal(message, cause)
    process.exit(1)
  }
  process.on('uncaughtException', end('An exception was not caught'))
  process.on('unhandledRejection', end('A rejection was not handled'))
  // The output has a form, and some packages write past it.
  const write = (...words: unknown[]) => log.debug(words.map(String).join(' '))
  Object.assign(console, { log: write, info: write, debug: write, warn: write, error: write })
}

/** The first signal stops the application in good order, a second one at once. */
function stopOnSignals(host: { stop: () => Promise<void> }, log: HostLog): void {
  let isStopping = false
  const stop = (signal: NodeJS.Signals) => {
    if (isStopping) process.exit(1)
    isStopping = true
    log.log({ level: 'info', message: `Stopping after ${signal}` })
    void host.stop().then(() => {
      log.log({ level: 'info', message: 'Stopped' })
      process.exit(0)
    })
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}
