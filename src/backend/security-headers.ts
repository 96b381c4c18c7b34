import type { MiddlewareHandler } from 'hono'

export type SecurityHeadersOptions = {
  /** Where browsers and Bandwidth reach the application. */
  publicUrl: string
  /** `wss://…`, each gateway that a phone may go to. */
  gatewayUrls: readonly string[]
}

/**
 * Headers of every answer: the page may run its own code only, talk to the application and the gateways only, use the
 * microphone, and be framed by nobody. An answer that says nothing about being kept is not kept, and none of `/api` is.
 * @throws TypeError where an option is no URL
 */
export function securityHeaders(options: SecurityHeadersOptions): MiddlewareHandler {
  const { publicUrl, gatewayUrls } = options
  const headers = {
    'Content-Security-Policy': contentSecurityPolicy(gatewayUrls),
    'Permissions-Policy': permissionsPolicy,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    ...(new URL(publicUrl).protocol === 'https:' && { 'Strict-Transport-Security': oneYear }),
  }
  return async (c, next) => {
    await next()
    for (const [name, value] of Object.entries(headers)) c.header(name, value)
    const isOpen = c.res.headers.has('Cache-Control') && !c.req.path.startsWith('/api/')
    if (!isOpen) c.header('Cache-Control', 'no-store')
  }
}

/** In seconds, as the header has it. Sibling hosts are not ours to decide on. */
const oneYear = `max-age=${365 * 24 * 60 * 60}`

/**
 * No inline code or style is needed: Vite puts everything into files, and React and the level meters set styles through
 * the object model, which the policy leaves alone. Sound arrives as MediaStreams, which have no URL.
 */
function contentSecurityPolicy(gatewayUrls: readonly string[]): string {
  const gateways = new Set(gatewayUrls.map((url) => new URL(url).origin))
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    ["connect-src 'self'", ...gateways].join(' '),
    "img-src 'self'",
    "font-src 'self'",
    "media-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    // The one address that may become that of a script: the service worker's.
    'trusted-types offhook-shell',
  ].join('; ')
}

/** What is not named is as the browser has it by default: for the page itself, and for no frame in it. */
const permissionsPolicy = [
  ...['microphone', 'speaker-selection', 'screen-wake-lock', 'autoplay'].map(
    (feature) => `${feature}=(self)`,
  ),
  ...[
    'accelerometer',
    'camera',
    'display-capture',
    'encrypted-media',
    'fullscreen',
    'geolocation',
    'gyroscope',
    'hid',
    'magnetometer',
    'midi',
    'payment',
    'picture-in-picture',
    'publickey-credentials-get',
    'serial',
    'usb',
    'xr-spatial-tracking',
  ].map((feature) => `${feature}=()`),
].join(', ')
