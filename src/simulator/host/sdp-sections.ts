/**
 * werift rejects (port 0) every section in which nothing flows and bundles it all the same. Browsers take a rejected section
 * for one that is gone for ever, and refuse an answer that bundles it.
 */

/**
 * werift takes almost any text, and is in another state after the parts that it could not use.
 * @param codec what each audio section that is not rejected must have
 * @param offer what the SDP answers, where it is an answer
 * @throws Error with what is wrong
 */
export function checkSections(sdp: string, codec: string, offer?: string): void {
  const [session = '', ...media] = sections(sdp)
  if (!session.startsWith('v=0') || media.length === 0) throw new Error('that is no SDP')
  for (const name of ['ice-ufrag', 'ice-pwd', 'fingerprint']) {
    if (!sdp.includes(`a=${name}:`)) throw new Error(`it has no ${name}`)
  }
  const expected = offer === undefined ? media.length : sections(offer).length - 1
  if (media.length !== expected) {
    throw new Error(`it has ${media.length} sections in answer to ${expected}`)
  }
  const named = new RegExp(`^a=rtpmap:\\d+ ${codec}/`, 'im')
  const isUseless = (section: string) => /^m=audio [1-9]/.test(section) && !named.test(section)
  if (media.some(isUseless)) throw new Error(`an audio section has no ${codec}`)
}

/** A call's section stays when the call is over, for the next one. */
export function keepSections(offer: string): string {
  return offer.replaceAll(/^m=(\S+) 0 /gm, 'm=$1 9 ')
}

/** Rejects what the device has rejected, nothing else, and takes that out of the bundle. */
export function answerSections(answer: string, offer: string): string {
  const offered = sections(offer)
  const [session = '', ...answered] = sections(answer)
  const rejected = new Set<string>()
  const settled = answered.map((section, index) => {
    if (!/^m=\S+ 0 /.test(offered[index + 1] ?? '')) return keepSections(section)
    const mid = /^a=mid:(\S+)/m.exec(section)?.[1]
    if (mid !== undefined) rejected.add(mid)
    return section
  })
  const bundled = session.replace(/^a=group:BUNDLE(.*?)(\r?)$/m, (_, mids: string, end: string) => {
    const kept = mids.split(' ').filter((mid) => !rejected.has(mid))
    return `a=group:BUNDLE${kept.join(' ')}${end}`
  })
  return [bundled, ...settled].join('')
}

/** The session's own part first. */
function sections(sdp: string): string[] {
  return sdp.split(/^(?=m=)/m)
}
