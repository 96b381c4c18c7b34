import { addressChecks } from './doctor-address.ts'
import { applicationChecks } from './doctor-application.ts'
import { bandwidthChecks, createGrant } from './doctor-bandwidth.ts'
import { machineChecks } from './doctor-machine.ts'
import type { Check } from './doctor-report.ts'
import { createAsk, type Subject, type Tools } from './doctor-subject.ts'
import { webhookChecks } from './doctor-webhooks.ts'

/** Everything that the doctor looks at, from this machine outwards. `env` is searched for what should not be there any more. */
export function createChecks(
  subject: Subject,
  tools: Tools,
  env: Readonly<Record<string, string | undefined>>,
): Check[] {
  const { publicUrl, fallbackUrl } = subject
  const ask = createAsk(tools)
  const grant = createGrant(subject, ask, tools.now)
  const reach = (variable: 'PUBLIC_URL' | 'FALLBACK_URL', url: string) => [
    ...addressChecks(variable, url, subject, tools),
    ...webhookChecks(variable, url, subject, ask),
  ]
  return [
    ...machineChecks(subject, env, ask, tools.now),
    ...bandwidthChecks(subject, ask, grant),
    ...applicationChecks(subject, ask, grant),
    ...reach('PUBLIC_URL', publicUrl),
    ...(fallbackUrl === undefined ? [] : reach('FALLBACK_URL', fallbackUrl)),
  ]
}

/** What must never be written, whatever a check has found. */
export function secretsOf(subject: Subject): string[] {
  const { clientSecret, webhookSecrets, voiceCredentials } = subject
  return [clientSecret, voiceCredentials.password, ...webhookSecrets]
}
