import type { AddressInfo } from 'node:net'
import { createServer } from 'node:tls'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createCertificate } from '../../testing/certificate.ts'
import { createTools, readCertificate } from './doctor-tools.ts'

const day = 86_400_000
const now = Date.now()
const good = { from: now - day, to: now + 30 * day }

/** A TLS server for `localhost` with that certificate. */
async function serve({ cert, key }: ReturnType<typeof createCertificate>): Promise<number> {
  const server = createServer({ cert, key }, (socket) => socket.on('error', () => {}))
  await new Promise<void>((resolve) => {
    server.listen(0, 'localhost', resolve)
  })
  onTestFinished(() => void server.close())
  return (server.address() as AddressInfo).port
}

describe('the certificate of a server', () => {
  it('is accepted, and good until its end, where its authority is trusted', async () => {
    const certificate = createCertificate('localhost', good)
    const found = await readCertificate('localhost', await serve(certificate), certificate.cert)
    expect(found).toEqual({ validTo: Math.floor(good.to / 1_000) * 1_000 })
  })

  it.each([
    ['the server’s own', 'localhost', good, false, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['for another name', 'other.example', good, true, 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['over', 'localhost', { from: now - 9 * day, to: now - day }, true, 'CERT_HAS_EXPIRED'],
    ['to come', 'localhost', { from: now + day, to: now + 9 * day }, true, 'CERT_NOT_YET_VALID'],
  ] as const)('is told to be %s', async (_what, name, validity, isTrusted, trouble) => {
    const certificate = createCertificate(name, validity)
    const port = await serve(certificate)
    const found = readCertificate('localhost', port, isTrusted ? certificate.cert : undefined)
    await expect(found).resolves.toMatchObject({ trouble })
  })

  it('cannot be read where nobody listens', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => {
      server.listen(0, 'localhost', resolve)
    })
    const { port } = server.address() as AddressInfo
    await new Promise((resolve) => {
      server.close(resolve)
    })
    await expect(readCertificate('localhost', port)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })
})

it('names resolve to all of their addresses', async () => {
  const addresses = await createTools().lookup('localhost')
  expect(addresses.some((address) => address === '127.0.0.1' || address === '::1')).toBe(true)
})
