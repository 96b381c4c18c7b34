import { lazyPart } from '../kit/lazy-part.tsx'

export const LazySettingsDialog = lazyPart(() =>
  import('./settings-dialog.tsx').then(({ SettingsDialog }) => SettingsDialog),
)
