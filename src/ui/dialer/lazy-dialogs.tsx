import { lazy, Suspense } from 'react'
import type { ReactNode } from 'react'
import type { DialingSettingsProps } from './dialing-settings.tsx'
import type { WhichNumberProps } from './which-number.tsx'

/** Seldom needed, so they are loaded when first opened. Where one cannot be, it stays away: a number can be typed. */
const LoadedSettings = lazy(() =>
  import('./dialing-settings.tsx').then(
    ({ DialingSettings }) => ({ default: DialingSettings }),
    nothing,
  ),
)
const LoadedChoice = lazy(() =>
  import('./which-number.tsx').then(({ WhichNumber }) => ({ default: WhichNumber }), nothing),
)

const nothing = () => ({ default: () => null })

export function LazyDialingSettings(props: DialingSettingsProps): ReactNode {
  return (
    <Suspense>
      <LoadedSettings {...props} />
    </Suspense>
  )
}

export function LazyWhichNumber(props: WhichNumberProps): ReactNode {
  return (
    <Suspense>
      <LoadedChoice {...props} />
    </Suspense>
  )
}
