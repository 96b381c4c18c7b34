import { productionUrls } from '../bandwidth-transport.ts'
import { type Config, type Environment, parseConfig, secretsOf } from './config.ts'
import { createChecks } from './doctor-checks.ts'
import { type Check, ok, problem, report } from './doctor-report.ts'
import type { Subject, Tools } from './doctor-subject.ts'

/**
 * Examines the deployment that the environment describes: a line or two for each check.
 * @returns whether there is no problem
 */
export async function runDoctor(
  environment: Environment,
  { tools, write }: { tools: Tools; write: (line: string) => void },
): Promise<boolean> {
  const parsed = parseConfig(environment)
  if (!parsed.ok) return report(parsed.problems.map(misconfigured), { secrets: [], write })
  const configured: Check = {
    name: 'configuration',
    run: async () => ok('Every variable that is needed is there and has a form that can be used.'),
  }
  const checks = [configured, ...createChecks(subjectOf(parsed.config), tools, environment)]
  return report(checks, { secrets: secretsOf(parsed.config), write })
}

/** Nothing else can be looked at before it is put right. */
function misconfigured(sentence: string): Check {
  return {
    name: 'configuration',
    run: async () =>
      problem(
        `${sentence}.`,
        'Correct it in the environment or in .env; .env.example explains every variable.',
      ),
  }
}

function subjectOf(config: Config): Subject {
  const { bandwidth, publicUrl, fallbackUrl, database, webhookSecrets, voiceCredentials } = config
  const { auth, dialingRules } = config
  return {
    ...productionUrls,
    ...bandwidth,
    publicUrl,
    ...(fallbackUrl !== undefined && { fallbackUrl }),
    webhookSecrets,
    voiceCredentials,
    database,
    callerId: dialingRules.callerId.default,
    auth: auth.type === 'jwt' ? { method: 'jwt', jwksUrl: auth.jwksUrl } : { method: auth.type },
  }
}
