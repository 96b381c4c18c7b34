import { lazyPart } from '../kit/lazy-part.tsx'

/** Seldom needed. Without the settings, and without the choice among several numbers, a number can still be typed. */
export const LazyDialingSettings = lazyPart(() =>
  import('./dialing-settings.tsx').then(({ DialingSettings }) => DialingSettings),
)
export const LazyWhichNumber = lazyPart(() =>
  import('./which-number.tsx').then(({ WhichNumber }) => WhichNumber),
)
