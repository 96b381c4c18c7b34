import { lazyPart } from '../kit/lazy-part.tsx'

export const LazyContactsDialog = lazyPart(() =>
  import('./contacts-dialog.tsx').then(({ ContactsDialog }) => ContactsDialog),
)
