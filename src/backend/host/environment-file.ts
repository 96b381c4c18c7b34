/**
 * Takes `.env` into the environment, from the folder in which the program was started. What is set already stays; there need
 * not be such a file.
 * @throws Error with a sentence, where there is one that cannot be read
 */
export function loadEnvironmentFile(): void {
  try {
    process.loadEnvFile()
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return
    throw new Error('There is a .env, but it cannot be read: is it a file, and yours to read?', {
      cause,
    })
  }
}
