import { lazyPart } from '../kit/lazy-part.tsx'

/** Seldom read. Without it the buttons show their keys all the same. */
export const LazyShortcutsDialog = lazyPart(() =>
  import('./shortcuts-dialog.tsx').then(({ ShortcutsDialog }) => ShortcutsDialog),
)
