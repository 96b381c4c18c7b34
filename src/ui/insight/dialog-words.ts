import type { InsightView } from './insight-context.ts'

export const dialogWords = {
  title: 'Diagnostics',
  views: 'What to look at',
  copy: 'Copy',
  copied: 'Copied',
  notCopied: 'The browser does not let this page copy: download it instead.',
}

export const viewWords: Record<InsightView, string> = {
  sequence: 'Sequence',
  log: 'Log',
  codes: 'Codes',
}
