import { BlockList, isIP } from 'node:net'
import { type Check, type Finding, ok, problem, skipped, warning } from './doctor-report.ts'
import { describeFailure, type Subject, type Tools } from './doctor-subject.ts'
import { isLoopback } from './loopback.ts'

/** Addresses that mean nothing, or something else, on the internet (RFC 6890, RFC 6598, RFC 4193, RFC 4291). */
const internal = new BlockList()
const internalSubnets: readonly [string, number, 'ipv4' | 'ipv6'][] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.2.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['198.51.100.0', 24, 'ipv4'],
  ['203.0.113.0', 24, 'ipv4'],
  ['224.0.0.0', 3, 'ipv4'],
  ['::', 127, 'ipv6'],
  ['2001:db8::', 32, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
  ['ff00::', 8, 'ipv6'],
]
for (const subnet of internalSubnets) internal.addSubnet(...subnet)

/** Whether nobody on the internet reaches that IP address. An IPv4 address written as IPv6 is that IPv4 address. */
export function isInternal(address: string): boolean {
  return internal.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

/** Days before a certificate ends in which it should have been renewed: ACME clients do it at 30. */
const renewalDays = 14
const day = 86_400_000

/** Whether the address that webhooks go to means this application to somebody outside, as far as it shows from inside. */
export function addressChecks(
  variable: 'PUBLIC_URL' | 'FALLBACK_URL',
  url: string,
  subject: Pick<Subject, 'endpointsUrl'>,
  tools: Pick<Tools, 'lookup' | 'readCertificate' | 'now'>,
): Check[] {
  const { hostname, protocol, port } = new URL(url)
  const host = hostname.replace(/^\[(.*)\]$/, '$1')
  const isSimulated = isLoopback(new URL(subject.endpointsUrl).hostname)

  return [
    {
      name: `${variable}: address`,
      run: async () => {
        if (isLoopback(host) && isSimulated) {
          return ok('It is on this machine, and so is the simulator that calls it.')
        }
        return judgeAddresses(variable, host, tools.lookup)
      },
    },
    {
      name: `${variable}: port`,
      run: async () => judgePort(variable, Number(port) || (protocol === 'https:' ? 443 : 80)),
    },
    {
      name: `${variable}: certificate`,
      run: async () => {
        if (protocol !== 'https:') {
          return isLoopback(host)
            ? skipped('There is no TLS on this machine.')
            : problem(
                `${variable} is not https, so credentials would travel in the clear.`,
                `Put a reverse proxy with a certificate in front, and write ${variable} with https.`,
              )
        }
        return judgeCertificate(variable, host, Number(port) || 443, tools)
      },
    },
  ]
}

async function judgeAddresses(
  variable: string,
  host: string,
  lookup: Tools['lookup'],
): Promise<Finding> {
  if (isLoopback(host)) {
    return problem(
      `${variable} is this machine itself, where Bandwidth cannot reach it.`,
      'Use a public name: of the reverse proxy, or of a tunnel while you develop.',
    )
  }
  let addresses: readonly string[]
  try {
    addresses = isIP(host) ? [host] : await lookup(host)
  } catch {
    return problem(
      `The name ${host} in ${variable} does not resolve.`,
      'Correct it, or add the name to the DNS.',
    )
  }
  const inside = addresses.filter(isInternal)
  if (inside.length === 0) return ok(`The host ${host} has a public address.`)
  return problem(
    `The host ${host} of ${variable} has the internal address ${inside[0]}, which Bandwidth cannot reach.`,
    'Publish a public address in the DNS; if only your own network is told this one, run the doctor from outside.',
  )
}

/** Bandwidth calls webhooks at these ports only [V22]. */
function judgePort(variable: string, port: number): Finding {
  return port === 80 || port === 443 || port >= 1_024
    ? ok(`Bandwidth calls webhooks at port ${port}.`)
    : problem(
        `Bandwidth does not call webhooks at port ${port}.`,
        `Use port 443, or one from 1024 on, in ${variable}.`,
      )
}

async function judgeCertificate(
  variable: string,
  host: string,
  port: number,
  { readCertificate, now }: Pick<Tools, 'readCertificate' | 'now'>,
): Promise<Finding> {
  try {
    const { trouble, validTo } = await readCertificate(host, port)
    if (trouble !== undefined) return untrusted(host, trouble)
    if (validTo === undefined) return skipped(`The host ${host} shows no certificate.`)
    const days = Math.floor((validTo - now()) / day)
    return days >= renewalDays
      ? ok(`The certificate of ${host} is good for ${days} more days.`)
      : warning(
          `The certificate of ${host} ends in ${days} ${days === 1 ? 'day' : 'days'}.`,
          'Renew it, and find out why that did not happen by itself.',
        )
  } catch (error) {
    return problem(
      `No TLS connection to ${variable} comes about: ${describeFailure(error)}.`,
      'Start the reverse proxy (or the tunnel), and open its port to the internet.',
    )
  }
}

function untrusted(host: string, trouble: string): Finding {
  switch (trouble) {
    case 'CERT_HAS_EXPIRED':
      return problem(
        `The certificate of ${host} has expired.`,
        'Renew it, and find out why that did not happen by itself.',
      )
    case 'CERT_NOT_YET_VALID':
      return problem(
        `The certificate of ${host} is not valid yet.`,
        'Check the clocks of this machine and of the one that the certificate is from.',
      )
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return problem(
        `The certificate is not for ${host}.`,
        'Get one for that name, and see that the proxy serves it for that name.',
      )
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
    case 'UNABLE_TO_GET_ISSUER_CERT':
      return problem(
        `The certificate of ${host} cannot be traced to an authority.`,
        'Let the proxy serve the whole chain: the certificate and the intermediate ones.',
      )
    default:
      return problem(
        `The certificate of ${host} is not accepted (${trouble}).`,
        'Get one from a public authority: Bandwidth trusts no private one.',
      )
  }
}
