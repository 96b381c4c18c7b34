/**
 * Mints a device token: three base64url parts like a JWT. Its claims are the simulator's own, those of the real one
 * being UNVERIFIED (brtc-protocol 2.2). Nothing checks the third part as a signature: a token is known or it is not.
 */
export function mintToken(
  claims: { accountId: string; endpointId: string; createdAt: number; expiresAt: number },
  nonce: string,
): string {
  const header = { alg: 'none', typ: 'JWT' }
  const payload = {
    iss: 'offhook-simulator',
    accountId: claims.accountId,
    endpointId: claims.endpointId,
    iat: Math.floor(claims.createdAt / 1000),
    exp: Math.floor(claims.expiresAt / 1000),
  }
  return [JSON.stringify(header), JSON.stringify(payload), nonce].map(base64Url).join('.')
}

function base64Url(text: string): string {
  const bytes = new TextEncoder().encode(text)
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}
