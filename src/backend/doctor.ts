import { runDoctor } from './host/doctor-run.ts'
import { createTools } from './host/doctor-tools.ts'
import { loadEnvironmentFile } from './host/environment-file.ts'

/** `npm run doctor`: says in sentences what keeps this deployment from working; exits with 1 where something does. */

try {
  loadEnvironmentFile()
  const write = (line: string) => process.stdout.write(`${line}\n`)
  const isWell = await runDoctor(process.env, { tools: createTools(), write })
  process.exitCode = isWell ? 0 : 1
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
