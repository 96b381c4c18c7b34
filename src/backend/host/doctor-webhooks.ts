import { type Check, type Finding, ok, problem, skipped, warning } from './doctor-report.ts'
import { isLoopback } from './loopback.ts'
import { type Ask, describeFailure, type Subject } from './doctor-subject.ts'
import { once } from './once.ts'

/** Nobody's: the application must know nothing of it. Not a secret, hence in here. */
const wrongSecret = 'no-such-secret-as-this-one'
/** An event that no version of the application knows: it is answered, logged and forgotten. */
const harmlessEvent = JSON.stringify({ event: 'doctorVisited' })

type Answer = { status: number; headers: Headers } | { failure: string }
type Post = (path: string, headers?: Record<string, string>) => Promise<Answer>

/**
 * Asks the application the way Bandwidth does, through everything that stands before it. Credentials and secrets are sent only to
 * what has answered a wrong one as the application does.
 */
export function webhookChecks(
  variable: 'PUBLIC_URL' | 'FALLBACK_URL',
  url: string,
  { voiceCredentials, webhookSecrets, auth }: Subject,
  ask: Ask,
): Check[] {
  const base = url.replace(/\/+$/, '')
  const isLocal = isLoopback(new URL(url).hostname)
  const attempt = async (path: string, init: RequestInit): Promise<Answer> => {
    try {
      const response = await ask(`${base}${path}`, init)
      await response.body?.cancel()
      return { status: response.status, headers: response.headers }
    } catch (error) {
      return { failure: describeFailure(error) }
    }
  }
  const post: Post = (path, headers = {}) =>
    attempt(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: harmlessEvent,
    })

  const health = once(() => attempt('/healthz', { method: 'GET' }))
  const stranger = once(() => post('/hooks/voice/initiate'))
  const unknown = once(() => post(`/hooks/brtc/${wrongSecret}`))
  const isHealthy = async () => isStatus(await health(), 200)

  const whenHealthy = (judge: () => Promise<Finding>) => async () =>
    (await isHealthy()) ? judge() : skipped('The application does not answer there.')

  return [
    { name: `${variable}: application`, run: async () => judgeHealth(variable, await health()) },
    {
      name: `${variable}: voice webhooks without credentials`,
      run: whenHealthy(async () => judgeStranger(await stranger())),
    },
    {
      name: `${variable}: voice webhooks with credentials`,
      run: whenHealthy(async () => {
        if (!isStatus(await stranger(), 401)) return skipped('Credentials are not asked for there.')
        const { username, password } = voiceCredentials
        const basic = Buffer.from(`${username}:${password}`).toString('base64')
        return judgeCredentials(
          await post('/hooks/voice/disconnect', { Authorization: `Basic ${basic}` }),
        )
      }),
    },
    {
      name: `${variable}: event webhooks with a wrong secret`,
      run: whenHealthy(async () => judgeWrongSecret(await unknown())),
    },
    {
      name: `${variable}: event webhooks`,
      run: whenHealthy(async () => {
        if (!isStatus(await unknown(), 404)) return skipped('A wrong secret is not refused there.')
        return judgeSecrets(webhookSecrets, post)
      }),
    },
    {
      name: `${variable}: music on hold`,
      run: whenHealthy(async () => judgeMusic(await attempt('/media/hold.wav', { method: 'GET' }))),
    },
    {
      name: `${variable}: agents’ API`,
      run: whenHealthy(async () =>
        judgeApi(await attempt('/api/calls/active', { method: 'GET' }), auth.method, isLocal),
      ),
    },
  ]
}

function isStatus(answer: Answer, status: number): boolean {
  return 'status' in answer && answer.status === status
}

function judgeHealth(variable: string, answer: Answer): Finding {
  if ('failure' in answer) {
    return problem(
      `${variable} cannot be reached: ${answer.failure}.`,
      'Start the application and the proxy before it; if they run, see whether this machine may reach its own public address.',
    )
  }
  if (answer.status === 200) return ok('The application answers there.')
  if (isRedirect(answer.status)) return redirected(variable, answer)
  return problem(
    `A request to ${variable}/healthz is answered with status ${answer.status}.`,
    answer.status >= 500
      ? 'Start the application, and see that the proxy passes requests to its PORT.'
      : `See that ${variable} leads to Offhook and to nothing else, whole paths included.`,
  )
}

function isRedirect(status: number): boolean {
  return status >= 300 && status < 400
}

/** The target may name a tenant or carry a state: only its host is told. */
function redirected(path: string, { headers }: { headers: Headers }): Finding {
  const target = headers.get('location') ?? ''
  const host = URL.canParse(target) ? new URL(target).host : 'another address'
  return problem(
    `Requests to ${path} are redirected to ${host}, where Bandwidth will not follow.`,
    'Exempt /hooks, /media and /healthz from signing in and from rewriting at the proxy, and write the URL as it ends up.',
  )
}

function judgeStranger(answer: Answer): Finding {
  if ('failure' in answer) return lost(answer)
  const { status, headers } = answer
  if (isRedirect(status)) return redirected('/hooks/voice/initiate', answer)
  if (status !== 401) {
    return problem(
      `A voice webhook without credentials is answered with status ${status} instead of 401.`,
      status < 300
        ? 'Anybody can forge calls: see that the proxy adds no credentials of its own.'
        : 'See that the proxy passes POST requests below /hooks unchanged.',
    )
  }
  return /^basic\b/i.test(headers.get('www-authenticate') ?? '')
    ? ok('They are asked for their credentials.')
    : problem(
        'The 401 to a voice webhook arrives without WWW-Authenticate: Basic, and without it Bandwidth sends no credentials.',
        'Let the proxy pass that header, and the 401 itself, unchanged.',
      )
}

function judgeCredentials(answer: Answer): Finding {
  if ('failure' in answer) return lost(answer)
  if (answer.status === 204 || answer.status === 200) return ok('They are let in.')
  if (answer.status === 401) {
    return problem(
      'The running application refuses VOICE_USERNAME with VOICE_PASSWORD.',
      'Restart it with the present configuration; if that does not help, see that the proxy passes the Authorization header.',
    )
  }
  return problem(
    `A voice webhook with credentials is answered with status ${answer.status}.`,
    'See the application’s log for what happened.',
  )
}

function judgeWrongSecret(answer: Answer): Finding {
  if ('failure' in answer) return lost(answer)
  if (isRedirect(answer.status)) return redirected('/hooks/brtc', answer)
  return answer.status === 404
    ? ok('They find nothing.')
    : problem(
        `An event webhook with a wrong secret is answered with status ${answer.status} instead of 404.`,
        answer.status < 300
          ? 'Anybody can forge events: see what answers in place of the application.'
          : 'See that the proxy passes POST requests below /hooks unchanged.',
      )
}

async function judgeSecrets(secrets: readonly string[], post: Post): Promise<Finding> {
  const answers = await Promise.all(
    secrets.map((secret) => post(`/hooks/brtc/${encodeURIComponent(secret)}`)),
  )
  const refused = answers.findIndex((answer) => !isStatus(answer, 204))
  const answer = answers[refused]
  if (answer === undefined) {
    return ok(secrets.length === 1 ? 'The secret is known.' : 'All of the secrets are known.')
  }
  if ('failure' in answer) return lost(answer)
  return answer.status === 404
    ? problem(
        `The running application does not know secret ${refused + 1} of WEBHOOK_SECRETS.`,
        'Restart it with the present configuration.',
      )
    : problem(
        `An event webhook is answered with status ${answer.status} instead of 204.`,
        'See the application’s log for what happened.',
      )
}

/** Bandwidth fetches it without credentials. */
function judgeMusic(answer: Answer): Finding {
  if ('failure' in answer) return lost(answer)
  const { status, headers } = answer
  if (isRedirect(status)) return redirected('/media', answer)
  return status === 200 && /^audio\//i.test(headers.get('content-type') ?? '')
    ? ok('Callers on hold hear it.')
    : problem(
        `The music on hold is answered with status ${status}, and with no sound.`,
        'Exempt /media from signing in at the proxy, and see that it passes requests there unchanged.',
      )
}

/** Whoever may ask without signing in may place calls. */
function judgeApi(answer: Answer, method: Subject['auth']['method'], isLocal: boolean): Finding {
  if ('failure' in answer) return lost(answer)
  const isRefused = answer.status === 401 || answer.status === 403 || isRedirect(answer.status)
  if (method === 'development' && (isRefused || (isLocal && answer.status < 300))) {
    return warning(
      'With AUTH=development nobody but this machine can use the phone.',
      'Choose AUTH=jwt or AUTH=proxy before agents use it.',
    )
  }
  if (isRefused) return ok('Strangers are not let in.')
  if (answer.status < 300) {
    return problem(
      'Anybody who reaches that address can use the phone: a request without signing in is answered.',
      'Let the proxy ask for a sign-in on everything but /hooks, /media and /healthz, and set AUTH to what it does.',
    )
  }
  return warning(
    `A request of a stranger to /api is answered with status ${answer.status} instead of 401.`,
    'See that the proxy passes /api to the application unchanged.',
  )
}

function lost({ failure }: { failure: string }): Finding {
  return problem(
    `The request was lost on its way: ${failure}.`,
    'See the logs of the proxy and of the application for it.',
  )
}
