/** Every word that our own routes have in their paths; whatever else is in a path may be an id or a secret. */
const words = new Set([
  'api',
  'endpoints',
  'events',
  'presence',
  'calls',
  'active',
  'accepted',
  'declined',
  'hangup',
  'release',
  'hooks',
  'brtc',
  'voice',
  'initiate',
  'answer',
  'next',
  'hold',
  'disconnect',
  'connect-status',
  'media',
  'hold.wav',
  'assets',
  'healthz',
  'readyz',
])

/** Our deepest route has five segments; the rest of a longer path is somebody trying doors. */
const depthLimit = 6

/**
 * The path with `:id` in place of each segment that is no word of a route, which can so be logged and counted.
 * @param path of a URL: with a slash before each segment and no query
 */
export function routePattern(path: string): string {
  const segments = path.split('/').slice(1)
  const pattern = segments.slice(0, depthLimit).map((segment) => {
    if (segment === '' || words.has(segment)) return segment
    return ':id'
  })
  return `/${pattern.join('/')}${segments.length > depthLimit ? '/…' : ''}`
}
