import { XMLParser } from 'fast-xml-parser'
import * as v from 'valibot'
import type { Grant } from './doctor-bandwidth.ts'
import { type Check, type Finding, ok, problem, skipped, warning } from './doctor-report.ts'
import { type Ask, describeFailure, type Subject } from './doctor-subject.ts'
import { once } from './once.ts'

const Text = v.pipe(v.string(), v.trim())
const Method = v.optional(v.pipe(Text, v.toUpperCase()))

/**
 * The voice application as Bandwidth's account API describes it [V23 applications]. Seen in its documentation only: names of fields
 * are certain, which of them are always there is assumed.
 */
const VoiceApplication = v.object({
  ServiceType: v.optional(Text),
  CallInitiatedCallbackUrl: v.optional(Text),
  CallInitiatedMethod: Method,
  CallInitiatedFallbackUrl: v.optional(Text),
  CallStatusCallbackUrl: v.optional(Text),
  CallStatusMethod: Method,
  CallbackCreds: v.optional(v.union([v.object({ UserId: v.optional(Text) }), v.literal('')])),
})
type VoiceApplication = v.InferOutput<typeof VoiceApplication>

const Answer = v.object({
  ApplicationProvisioningResponse: v.object({ Application: VoiceApplication }),
})

const parser = new XMLParser({ parseTagValue: false, removeNSPrefix: true })

type Read = { application: VoiceApplication } | { finding: Finding }

/** What the voice application at Bandwidth has to say for inbound calls to arrive (bandwidth-backend 6.3). */
export function applicationChecks(
  subject: Subject,
  ask: Ask,
  grant: () => Promise<Grant>,
): Check[] {
  const { publicUrl, fallbackUrl, voiceCredentials } = subject
  const read = once(async (): Promise<Read> => {
    const { token } = await grant()
    if (token === undefined) return { finding: skipped('There is no access token.') }
    try {
      return await readApplication(subject, ask, token)
    } catch (error) {
      return { finding: unreadable(`it cannot be reached: ${describeFailure(error)}`) }
    }
  })

  const given = async (judge: (application: VoiceApplication) => Finding): Promise<Finding> => {
    const result = await read()
    return 'application' in result
      ? judge(result.application)
      : skipped('The voice application could not be read.')
  }
  const hook = (path: string, base = publicUrl) => `${base.replace(/\/+$/, '')}/hooks/voice/${path}`

  return [
    {
      name: 'voice application',
      run: async () => {
        const result = await read()
        return 'application' in result ? judgeService(result.application) : result.finding
      },
    },
    {
      name: 'call-initiated URL',
      run: () =>
        given(({ CallInitiatedCallbackUrl: url, CallInitiatedMethod: method }) =>
          judgeUrl('call-initiated', hook('initiate'), url, method, problem),
        ),
    },
    {
      name: 'call-status URL',
      run: () =>
        given(({ CallStatusCallbackUrl: url, CallStatusMethod: method }) =>
          judgeUrl('call-status', hook('disconnect'), url, method, problem),
        ),
    },
    {
      name: 'callback credentials',
      run: () => given((application) => judgeCredentials(application, voiceCredentials.username)),
    },
    ...(fallbackUrl === undefined
      ? []
      : [
          {
            name: 'call-initiated fallback URL',
            run: () =>
              given(({ CallInitiatedFallbackUrl: url }) =>
                judgeUrl('call-initiated fallback', hook('initiate', fallbackUrl), url, undefined),
              ),
          },
        ]),
  ]
}

async function readApplication(subject: Subject, ask: Ask, token: string): Promise<Read> {
  const { accountId, applicationId, endpointsUrl } = subject
  const path = `/api/accounts/${encodeURIComponent(accountId)}/applications/${encodeURIComponent(applicationId)}`
  const response = await ask(new URL(path, endpointsUrl).href, {
    headers: { Authorization: `Bearer ${token}`, Accept: 'application/xml' },
  })
  const text = await response.text()
  if (response.status === 404) {
    return {
      finding: problem(
        'The account has no voice application with the id in BANDWIDTH_APPLICATION_ID.',
        'Copy the application’s id from the Bandwidth App, from the same account.',
      ),
    }
  }
  if (response.status === 401 || response.status === 403) {
    return {
      finding: unreadable(
        'the credentials lack the role for it (HTTP Application Management), which only the doctor needs',
      ),
    }
  }
  const application = response.ok ? parse(text) : undefined
  return application
    ? { application }
    : { finding: unreadable(`the answer (status ${response.status}) has another form than known`) }
}

function parse(text: string): VoiceApplication | undefined {
  try {
    const parsed = v.safeParse(Answer, parser.parse(text, true))
    if (!parsed.success) return undefined
    const { Application } = parsed.output.ApplicationProvisioningResponse
    // An application without any of these is something else than what is known here.
    return (Application.ServiceType ?? Application.CallInitiatedCallbackUrl)
      ? Application
      : undefined
  } catch {
    return undefined
  }
}

function unreadable(why: string): Finding {
  return warning(
    `The voice application could not be read: ${why}.`,
    'Compare its callback URLs and credentials in the Bandwidth App with docs/deploying.md.',
  )
}

function judgeService({ ServiceType }: VoiceApplication): Finding {
  return ServiceType === undefined || /^voice/i.test(ServiceType)
    ? ok('The voice application exists.')
    : problem(
        `BANDWIDTH_APPLICATION_ID names an application of the type ${ServiceType}, not a voice application.`,
        'Create an application of the type Voice-V2, connect the number to it, and use its id.',
      )
}

function judgeUrl(
  name: string,
  expected: string,
  url: string | undefined,
  method: string | undefined,
  level: typeof problem = warning,
): Finding {
  if (!url) return level(`The ${name} URL is not set.`, `Set it to ${expected} (POST).`)
  if (!isSameUrl(url, expected)) {
    return level(`The ${name} URL is ${withoutQuery(url)}.`, `Set it to ${expected} (POST).`)
  }
  if (method !== undefined && method !== '' && method !== 'POST') {
    return level(`The ${name} URL is called with ${method}.`, 'Set its method to POST.')
  }
  return ok(`It is ${expected}.`)
}

function isSameUrl(one: string, other: string): boolean {
  return URL.canParse(one) && new URL(one).href === new URL(other).href
}

/** Somebody may have put a secret in the query, or credentials before the host. */
function withoutQuery(url: string): string {
  if (!URL.canParse(url)) return 'no URL'
  const { origin, pathname } = new URL(url)
  return `${origin}${pathname}`
}

function judgeCredentials({ CallbackCreds: creds }: VoiceApplication, expected: string): Finding {
  const userId = typeof creds === 'object' ? creds.UserId : undefined
  if (!userId) {
    return problem(
      'The voice application has no callback credentials, so each inbound call is refused with 401.',
      'Set them in the Bandwidth App to VOICE_USERNAME and VOICE_PASSWORD.',
    )
  }
  return userId === expected
    ? ok('Their user name is VOICE_USERNAME; the password cannot be read back.')
    : problem(
        'Their user name is another than VOICE_USERNAME.',
        'Set the application’s callback credentials to VOICE_USERNAME and VOICE_PASSWORD.',
      )
}
