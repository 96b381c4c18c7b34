import * as v from 'valibot'
import { OAuthToken } from '../../wire/endpoints-api.ts'
import { type Check, type Finding, ok, problem, skipped, warning } from './doctor-report.ts'
import { type Ask, describeFailure, type Subject, type Tools } from './doctor-subject.ts'
import { once } from './once.ts'

/** What came of asking Bandwidth for an access token; `skew` is this clock minus Bandwidth's, in milliseconds. */
export type Grant = { token?: string; finding: Finding; skew?: number }

/** Asks Bandwidth for the token that all the checks of its APIs share. */
export function createGrant(subject: Subject, ask: Ask, now: Tools['now']): () => Promise<Grant> {
  return once(async () => {
    const { clientId, clientSecret, tokenUrl } = subject
    const before = now()
    try {
      const response = await ask(tokenUrl, {
        method: 'POST',
        headers: {
          Authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
          'Content-Type': 'application/x-www-form-urlencoded',
        },
        body: 'grant_type=client_credentials',
      })
      const skew = skewOf(response, before, now())
      return { ...(await readToken(response)), ...(skew !== undefined && { skew }) }
    } catch (error) {
      return {
        finding: problem(
          `Bandwidth’s token address cannot be reached: ${describeFailure(error)}.`,
          'Let this machine make HTTPS requests to api.bandwidth.com, and remove BANDWIDTH_TOKEN_URL unless you mean it.',
        ),
      }
    }
  })
}

async function readToken(response: Response): Promise<Pick<Grant, 'token' | 'finding'>> {
  const parsed = v.safeParse(OAuthToken, await response.json().catch(() => undefined))
  if (response.ok && parsed.success) {
    return { token: parsed.output.access_token, finding: ok('Bandwidth gave an access token.') }
  }
  return { finding: refusalOfToken(response.status) }
}

function refusalOfToken(status: number): Finding {
  if (status === 400 || status === 401 || status === 403) {
    return problem(
      `Bandwidth refuses BANDWIDTH_CLIENT_ID with BANDWIDTH_CLIENT_SECRET (status ${status}).`,
      'Copy both from one API credential of the Bandwidth App; an API user’s name and password are no such credential.',
    )
  }
  return problem(
    `Bandwidth’s token address answered with status ${status}, and with no token.`,
    status >= 500 || status === 429
      ? 'Try again in some minutes.'
      : 'Check BANDWIDTH_TOKEN_URL, or remove it to use Bandwidth’s own.',
  )
}

/** The Date header has whole seconds, and was written somewhere between the request and the answer. */
function skewOf(response: Response, before: number, after: number): number | undefined {
  const theirs = Date.parse(response.headers.get('date') ?? '')
  return Number.isNaN(theirs) ? undefined : (before + after) / 2 - (theirs + 500)
}

/** Milliseconds. Beyond the second, signed tokens are refused and endpoints are taken for expired. */
const skews = { noticeable: 10_000, harmful: 120_000 }

/** Credentials, roles and the clock. */
export function bandwidthChecks(subject: Subject, ask: Ask, grant: () => Promise<Grant>): Check[] {
  const { accountId, endpointsUrl, callsUrl } = subject
  const account = encodeURIComponent(accountId)

  /** @returns the status of a GET with the token */
  const statusOf = async (url: string, token: string): Promise<number> => {
    const response = await ask(url, { headers: { Authorization: `Bearer ${token}` } })
    await response.body?.cancel()
    return response.status
  }

  const withToken = async (judge: (token: string) => Promise<Finding>): Promise<Finding> => {
    const { token } = await grant()
    return token === undefined ? skipped('There is no access token.') : judge(token)
  }

  return [
    { name: 'credentials', run: async () => (await grant()).finding },
    {
      name: 'BRTC role',
      run: () =>
        withToken((token) =>
          reading('The Endpoints API', 'BANDWIDTH_ENDPOINTS_URL', async () =>
            judgeEndpoints(
              await statusOf(`${endpointsUrl}/accounts/${account}/endpoints?limit=1`, token),
            ),
          ),
        ),
    },
    {
      name: 'voice role',
      run: () =>
        withToken((token) =>
          reading('The Voice API', 'BANDWIDTH_CALLS_URL', async () =>
            judgeCalls(await statusOf(`${callsUrl}/accounts/${account}/statistics`, token)),
          ),
        ),
    },
    {
      name: 'clock',
      run: async () => judgeSkew((await grant()).skew),
    },
  ]
}

async function reading(
  api: string,
  variable: string,
  judge: () => Promise<Finding>,
): Promise<Finding> {
  try {
    return await judge()
  } catch (error) {
    return problem(
      `${api} cannot be reached: ${describeFailure(error)}.`,
      `Let this machine make HTTPS requests to Bandwidth, and remove ${variable} unless you mean it.`,
    )
  }
}

function judgeEndpoints(status: number): Finding {
  switch (status) {
    case 200:
      return ok('The Endpoints API lists this account’s endpoints.')
    case 401:
    case 403:
      return problem(
        `These credentials may not use BRTC (status ${status} from the Endpoints API).`,
        'Give the API credential the BRTC role in the Bandwidth App; where there is none, ask Bandwidth to enable BRTC for the account.',
      )
    case 400:
    case 404:
      return problem(
        `Bandwidth knows no account BANDWIDTH_ACCOUNT_ID with BRTC (status ${status}).`,
        'Set it to the number of the account that the credential belongs to.',
      )
    default:
      return unexpected('The Endpoints API', status)
  }
}

function judgeCalls(status: number): Finding {
  switch (status) {
    case 200:
      return ok('The Voice API answers for this account.')
    case 401:
    case 403:
      return problem(
        `These credentials may not place calls (status ${status} from the Voice API).`,
        'Give the API credential the role for programmable voice (HTTP Voice) in the Bandwidth App.',
      )
    case 404:
      return problem(
        'The Voice API knows no account BANDWIDTH_ACCOUNT_ID (status 404).',
        'Set it to the number of the account that the credential belongs to.',
      )
    default:
      return unexpected('The Voice API', status)
  }
}

export function unexpected(api: string, status: number): Finding {
  return warning(
    `${api} answered with status ${status}, which says nothing about the configuration.`,
    'Try again in some minutes.',
  )
}

function judgeSkew(skew: number | undefined): Finding {
  if (skew === undefined) return skipped('Bandwidth did not tell its time.')
  const seconds = Math.round(Math.abs(skew) / 1_000)
  if (Math.abs(skew) < skews.noticeable) return ok('This machine’s clock agrees with Bandwidth’s.')
  const what = `This machine’s clock is ${seconds} seconds ${skew > 0 ? 'ahead of' : 'behind'} Bandwidth’s.`
  const todo = 'Switch on time synchronisation (NTP) on this machine.'
  return Math.abs(skew) < skews.harmful ? warning(what, todo) : problem(what, todo)
}
