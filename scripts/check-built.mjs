/**
 * Says in a sentence what Node would say with a stack: that something was not built. The arguments are the files that must
 * be there.
 */
import { existsSync } from 'node:fs'

const missing = process.argv.slice(2).filter((file) => !existsSync(file))
if (missing.length > 0) {
  console.error(`Not built yet: ${missing.join(' and ')} missing. Run “npm run build” first.`)
  process.exitCode = 1
}
