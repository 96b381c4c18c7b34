import { access, constants, mkdtemp, rmdir, statfs } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { parsePhoneNumberFromString } from 'libphonenumber-js/min'
import { type Check, type Finding, ok, problem, warning } from './doctor-report.ts'
import { type Ask, describeFailure, type Subject, type Tools } from './doctor-subject.ts'
import { isLoopback } from './loopback.ts'

/** What can be told without Bandwidth: the database, the number, who signs agents in, what is about to end. */
export function machineChecks(
  subject: Pick<Subject, 'database' | 'callerId' | 'auth' | 'endpointsUrl'>,
  env: Readonly<Record<string, string | undefined>>,
  ask: Ask,
  now: Tools['now'],
): Check[] {
  const { database, callerId, auth } = subject
  const isSimulated = isLoopback(new URL(subject.endpointsUrl).hostname)
  return [
    { name: 'database', run: () => judgeDatabase(database) },
    { name: 'caller id', run: async () => judgeCallerId(callerId, isSimulated) },
    ...(auth.method === 'jwt'
      ? [{ name: 'sign-in keys', run: () => judgeKeys(auth.jwksUrl, ask) }]
      : []),
    { name: 'deprecations', run: async () => judgeDeprecations(env, now()) },
  ]
}

/** Bytes: the database itself stays far smaller; a full disk stops every call. */
const leastSpace = 100_000_000

async function judgeDatabase(database: string): Promise<Finding> {
  if (database === ':memory:') {
    return warning(
      'DATABASE is memory only: a restart forgets every call and every agent.',
      'Set it to a file on a local disk.',
    )
  }
  const file = resolve(database)
  const folder = dirname(file)
  try {
    // SQLite makes files beside the database (-wal, -shm), so the folder itself must be writable.
    await rmdir(await mkdtemp(join(folder, `.${basename(file)}-`)))
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    return problem(
      isMissing
        ? 'The folder of DATABASE does not exist.'
        : 'The folder of DATABASE cannot be written to.',
      'Create it (or mount the volume), and give it to the user that runs the application.',
    )
  }
  if (!(await canWrite(file))) {
    return problem(
      'The file of DATABASE cannot be written to.',
      'Give it to the user that runs the application.',
    )
  }
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize >= leastSpace
    ? ok('It can be written to.')
    : warning('There is hardly any space left for DATABASE.', 'Make room on its disk.')
}

/** Also where there is no such file yet. */
async function canWrite(file: string): Promise<boolean> {
  try {
    await access(file, constants.W_OK)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT'
  }
}

function judgeCallerId(number: string, isSimulated: boolean): Finding {
  const shown = `The number that ends in ${number.slice(-4)}`
  if (isSimulated) return ok(`${shown} is good for the simulator.`)
  if (/^\+1\d{3}55501\d{2}$/.test(number)) {
    return problem(
      `${shown} is reserved for fiction, so Bandwidth will not call from it.`,
      'Set OUTBOUND_NUMBER to a number of the account that is connected to the voice application.',
    )
  }
  return parsePhoneNumberFromString(number)?.isValid()
    ? ok(`${shown} is plausible; whether it is the account’s shows with the first call.`)
    : warning(
        `${shown} is no number that the numbering plan knows.`,
        'Set OUTBOUND_NUMBER to a number of the account that is connected to the voice application.',
      )
}

async function judgeKeys(jwksUrl: string, ask: Ask): Promise<Finding> {
  try {
    const response = await ask(jwksUrl, { redirect: 'follow' })
    const body: unknown = await response.json().catch(() => undefined)
    if (response.ok && hasKeys(body)) return ok('The identity provider shows its keys.')
    return problem(
      `AUTH_JWT_JWKS_URL is answered with status ${response.status}, and with no key.`,
      'Copy the address from the identity provider’s metadata (jwks_uri).',
    )
  } catch (error) {
    return problem(
      `AUTH_JWT_JWKS_URL cannot be reached: ${describeFailure(error)}.`,
      'Let this machine make HTTPS requests to the identity provider: no agent can sign in without its keys.',
    )
  }
}

function hasKeys(body: unknown): boolean {
  return (
    typeof body === 'object' &&
    body !== null &&
    'keys' in body &&
    Array.isArray(body.keys) &&
    body.keys.length > 0
  )
}

/** [D-CRED]: an API user’s name and password, in place of an API credential. */
const apiUsersEnd = Date.parse('2026-12-02T00:00:00Z')
const apiUserVariables = [
  'BW_USERNAME',
  'BW_PASSWORD',
  'BANDWIDTH_USERNAME',
  'BANDWIDTH_PASSWORD',
] as const

function judgeDeprecations(
  env: Readonly<Record<string, string | undefined>>,
  now: number,
): Finding {
  const old = apiUserVariables.filter((name) => env[name])
  if (old.length === 0) return ok('Nothing in use is about to end.')
  const ends = now < apiUsersEnd ? 'end' : 'ended'
  return warning(
    `${old.join(' and ')} ${old.length === 1 ? 'is' : 'are'} set: Bandwidth’s API users ${ends} on 2 December 2026, and Offhook does not use them.`,
    'Remove them; BANDWIDTH_CLIENT_ID and BANDWIDTH_CLIENT_SECRET of an API credential are all that is needed.',
  )
}
