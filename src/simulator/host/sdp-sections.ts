/**
 * werift rejects (port 0) every section in which nothing flows and bundles it all the same. Browsers take a rejected section
 * for one that is gone for ever, and refuse an answer that bundles it.
 */

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
