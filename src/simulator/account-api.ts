import { Hono } from 'hono'
import type { VoiceApplication } from './call-callbacks.ts'
import type { OAuth } from './oauth-api.ts'

/** An element with its children; those without a value are left out. */
type Element = readonly [name: string, content: string | undefined | readonly Element[]]

/**
 * Reading a Voice application by the account API, in XML: base `https://api.bandwidth.com/api`, names as in the documentation
 * of applications [V22]. Passwords are never shown. The body of an error is assumed.
 */
export function createAccountApi(options: {
  oauth: Pick<OAuth, 'accepts'>
  accountId: string
  applicationId: string
  /** Undefined until one is configured. */
  application: () => VoiceApplication | undefined
}): Hono {
  const app = new Hono()
  app.get('/api/accounts/:accountId/applications/:applicationId', (c) => {
    const xml = { 'Content-Type': 'application/xml' }
    const refuse = (status: 401 | 403 | 404, description: string) =>
      c.body(
        document([
          ['ErrorCode', String(status)],
          ['Description', description],
        ]),
        status,
        xml,
      )
    if (!options.oauth.accepts(c.req.header('Authorization'))) {
      return refuse(401, 'The credentials provided were invalid')
    }
    if (c.req.param('accountId') !== options.accountId) return refuse(403, 'Access is denied')
    const application = options.application()
    const applicationId = c.req.param('applicationId')
    if (!application || applicationId !== options.applicationId) {
      return refuse(404, `Application ${applicationId} does not exist`)
    }
    return c.body(document([['Application', describe(applicationId, application)]]), 200, xml)
  })
  return app
}

function describe(applicationId: string, application: VoiceApplication): readonly Element[] {
  const { callInitiatedUrl, callStatusUrl, callInitiatedFallbackUrl, callbackTimeout } = application
  return [
    ['ApplicationId', applicationId],
    ['ServiceType', 'Voice-V2'],
    ['AppName', 'Simulated'],
    ['CallInitiatedCallbackUrl', callInitiatedUrl],
    ['CallInitiatedMethod', application.callInitiatedMethod ?? 'POST'],
    ['CallStatusCallbackUrl', callStatusUrl],
    ['CallStatusMethod', application.callStatusMethod ?? 'POST'],
    ['CallbackCreds', [['UserId', application.username]]],
    ['CallInitiatedFallbackUrl', callInitiatedFallbackUrl],
    ['CallInitiatedFallbackMethod', application.callInitiatedFallbackMethod ?? 'POST'],
    ['CallInitiatedFallbackCreds', [['UserId', application.fallbackUsername]]],
    ['CallbackTimeout', callbackTimeout?.toString()],
  ]
}

function document(elements: readonly Element[]): string {
  const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
  return declaration + write(['ApplicationProvisioningResponse', elements])
}

function write([name, content]: Element): string {
  if (content === undefined) return ''
  const inner = typeof content === 'string' ? escape(content) : content.map(write).join('')
  return inner && `<${name}>${inner}</${name}>`
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
