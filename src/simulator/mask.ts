const secrets: readonly [pattern: RegExp, replacement: string][] = [
  // Three base64url parts: device tokens and OAuth tokens.
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, '…'],
  [
    /("(?:token|access_token|password|fallbackPassword|client_secret)"\s*:\s*)"(?:[^"\\]|\\.)*"/g,
    '$1"…"',
  ],
  [/(\b(?:password|fallbackPassword)\s*=\s*)(?:"[^"]*"|'[^']*')/g, '$1"…"'],
  [/(\/hooks\/(?:brtc|voice\/connect-status)\/)[^/?#"'<\s\\]+/g, '$1…'],
  [/(:\/\/)[^/@\s"'<]+@/g, '$1…@'],
  [/((?:endpointToken|client_secret|password)=)[^&\s"'<]+/g, '$1…'],
  [/\b(Basic|Bearer) [\w.~+/=-]+/g, '$1 …'],
]

/** A text that may be shown: tokens, passwords, credentials and secret path segments become `…`. */
export function maskSecrets(text: string): string {
  return secrets.reduce(
    (masked, [pattern, replacement]) => masked.replace(pattern, replacement),
    text,
  )
}
