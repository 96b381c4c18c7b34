import type { InsightView } from './insight-context.ts'

export const insightWords = {
  title: 'Diagnostics',
  open: 'Diagnostics',
  explain: 'What this code means',
  sequence: 'Sequence of this call',
  sequenceOf: (who: string) => `Sequence of the call with ${who}`,
  views: 'What to look at',
  unavailable: {
    what: 'The diagnostics could not be loaded.',
    todo: 'Look at the network, then reload the page.',
  },
  copy: 'Copy',
  copied: 'Copied',
  notCopied: 'The browser does not let this page copy: download it instead.',
}

export const viewWords: Record<InsightView, string> = {
  sequence: 'Sequence',
  log: 'Log',
  codes: 'Codes',
}
