import type { createTestApplication } from './test-application.ts'

type Test = Pick<ReturnType<typeof createTestApplication>, 'voice' | 'bandwidth'>

/** Follows the redirect at the end of a document, as Bandwidth does when the verbs before it are over. */
export function follow(test: Test, callId: string, bxml: string, more = {}): Promise<string> {
  const [, path = ''] = /redirectUrl="[^"]*\/hooks\/voice\/([^"]*)"/.exec(bxml) ?? []
  const [, tag = ''] = /<Redirect [^>]*tag="([^"]*)"/.exec(bxml) ?? []
  return test.voice(path, { eventType: 'redirect', callId, tag, ...more })
}

/** Follows the redirect that the application has last asked for by updating a call. */
export function followUpdate(test: Test): Promise<string> {
  const [callId = '', request] = test.bandwidth.updateCall.mock.lastCall ?? []
  if (request?.state !== 'active') throw new Error('The last update was no redirect')
  const path = request.redirectUrl?.split('/hooks/voice/')[1] ?? ''
  return test.voice(path, { eventType: 'redirect', callId, tag: request.tag })
}
