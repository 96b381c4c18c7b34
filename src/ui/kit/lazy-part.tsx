import { lazy, Suspense, useDeferredValue } from 'react'
import type { ComponentType, ReactNode } from 'react'

/** A part that is loaded when it is first shown. Where it cannot be, it stays away: the phone works without it. */
export function lazyPart<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): (props: Props) => ReactNode {
  const Part = lazy<ComponentType<Props>>(() =>
    load().then(
      (component) => ({ default: component }),
      () => ({ default: () => null }),
    ),
  )
  return (props) => (
    <Suspense>
      <Part {...props} />
    </Suspense>
  )
}

/** The same, which is always there: what the screen shows first does not wait for it. */
export function latePart<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): (props: Props) => ReactNode {
  const Part = lazyPart(load)
  return (props) => (useIsDrawn() ? <Part {...props} /> : null)
}

/** Not while the screen is drawn for the first time. */
export const useIsDrawn = (): boolean => useDeferredValue(true, false)
