import type { EndpointGrant } from '../wire/phone-api.ts'
import {
  checkGatewayAddress,
  type DeviceToken,
  readDeviceToken,
  trimDeviceToken,
} from './device-token.ts'
import { type PastedToken, PastedTokenError } from './no-application.ts'

/**
 * What a pasted token grants, as an application would have granted it.
 * @throws PastedTokenError where the token or the address is not what it should be; nothing has been sent then
 */
export function readPastedGrant(pasted: PastedToken): EndpointGrant {
  const token = readDeviceToken(pasted.token)
  if (token.status === 'invalid') throw new PastedTokenError('bad-token', token.reason)
  const address = checkGatewayAddress(pasted.gatewayUrl, token.platform)
  if (address.status === 'invalid') {
    throw new PastedTokenError('bad-gateway-address', address.reason)
  }
  return {
    ...claimsOf(token),
    token: trimDeviceToken(pasted.token),
    gatewayUrl: address.url,
    platform: token.platform,
  }
}

/** '' for what the token does not say. */
function claimsOf(token: DeviceToken): { endpointId: string; expiresAt: string } {
  const { endpoint = '', expiresAt } = token.status === 'readable' ? token : {}
  return {
    endpointId: endpoint,
    expiresAt: expiresAt === undefined ? '' : new Date(expiresAt).toISOString(),
  }
}
