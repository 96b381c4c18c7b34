import { describe, expect, it } from 'vitest'
import { noAnswer } from './no-answer.ts'

const failure = (details: object, message = 'failed') => Object.assign(new Error(message), details)

describe('a request without an answer', () => {
  it.each([
    ['a name without an address', { code: 'ENOTFOUND', syscall: 'getaddrinfo' }],
    ['a refused connection', { code: 'ECONNREFUSED', syscall: 'connect' }],
    ['no way to the host', { code: 'EHOSTUNREACH', syscall: 'connect' }],
    ['a host that does not take the connection', { code: 'UND_ERR_CONNECT_TIMEOUT' }],
    ['a certificate that has expired', { code: 'CERT_HAS_EXPIRED' }],
    ['a certificate of another', { code: 'ERR_TLS_CERT_ALTNAME_INVALID' }],
    ['a certificate of nobody', { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }],
    ['a certificate of an unknown authority', { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }],
    [
      'addresses that all refuse',
      {
        code: 'ECONNREFUSED',
        errors: ['::1', '127.0.0.1'].map((address) => failure({ syscall: 'connect', address })),
      },
    ],
  ])('was not carried out: %s', (_name, details) => {
    expect(noAnswer(failure(details))).toMatchObject({ type: 'unreachable' })
    const wrapped = new TypeError('fetch failed', { cause: failure(details) })
    expect(noAnswer(wrapped)).toMatchObject({ type: 'unreachable', status: undefined })
  })

  it.each([
    ['a reset connection', failure({ code: 'ECONNRESET', syscall: 'read' })],
    ['a way that is lost later', failure({ code: 'EHOSTUNREACH', syscall: 'read' })],
    ['an alert of TLS', failure({ code: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED' })],
    ['the time limit of fetch', new DOMException('too late', 'TimeoutError')],
    ['the time limit of axios', failure({ code: 'ECONNABORTED' })],
    ['an error of a page, which says nothing', new TypeError('Failed to fetch')],
    ['an empty list of failures', failure({ errors: [] })],
    ['what is no error', 'failed'],
    ['nothing', undefined],
  ])('may have been carried out: %s', (_name, error) => {
    expect(noAnswer(error)).toMatchObject({ type: 'timeout', status: undefined })
  })

  it('says why, and not what was asked', () => {
    const config = { headers: { Authorization: 'Bearer s3cr3t' } }
    const root = failure({ code: 'ENOTFOUND', syscall: 'getaddrinfo' }, 'getaddrinfo ENOTFOUND x')
    const { cause } = noAnswer(failure({ config, cause: root }))
    expect(cause).toEqual(new Error('getaddrinfo ENOTFOUND x'))
    expect(noAnswer(failure({ config, code: 'ECONNRESET' })).cause).toEqual(
      new Error('ECONNRESET failed'),
    )
  })
})
