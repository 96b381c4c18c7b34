import { expect, it } from 'vitest'
import { stageCloud } from '../testing/stage-cloud.ts'
import { defaultAccount } from './cloud.ts'

const { accountId, applicationId } = defaultAccount
const url = (account: string = accountId, application: string = applicationId) =>
  `https://api.bandwidth.com/api/accounts/${account}/applications/${application}`

it('shows the callback URLs of the application, and no password', async () => {
  const { request, authorize, cloud } = stageCloud()
  await authorize()
  cloud.configureApplication({
    callInitiatedUrl: 'https://phone.example/initiate?a=1&b=2',
    callStatusUrl: 'https://phone.example/disconnect',
    username: 'bandwidth',
    password: 'very-secret',
  })
  const response = await request('GET', url())
  expect(response.status).toBe(200)
  expect(response.headers.get('Content-Type')).toBe('application/xml')
  const xml = await response.text()
  expect(xml).toContain(`<ApplicationId>${applicationId}</ApplicationId>`)
  expect(xml).toContain(
    '<CallInitiatedCallbackUrl>https://phone.example/initiate?a=1&amp;b=2</CallInitiatedCallbackUrl>',
  )
  expect(xml).toContain('<CallbackCreds><UserId>bandwidth</UserId></CallbackCreds>')
  expect(xml).not.toContain('CallInitiatedFallbackUrl')
  expect(xml).not.toContain('very-secret')
})

it.each([
  [401, 'whoever shows no token', false, url()],
  [403, 'the token of another account', true, url('1')],
  [404, 'an application that does not exist', true, url(accountId, 'unknown')],
])('answers %i to %s', async (status, _, authorized, path) => {
  const { request, authorize } = stageCloud()
  if (authorized) await authorize()
  expect((await request('GET', path)).status).toBe(status)
})
