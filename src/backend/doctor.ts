import { runDoctor } from './host/doctor-run.ts'
import { createTools } from './host/doctor-tools.ts'

/** `npm run doctor`: says in sentences what keeps this deployment from working; exits with 1 where something does. */

try {
  process.loadEnvFile()
} catch (error) {
  // All may come from the environment itself.
  if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
}

const isWell = await runDoctor(process.env, {
  tools: createTools(),
  write: (line) => process.stdout.write(`${line}\n`),
})
process.exitCode = isWell ? 0 : 1
