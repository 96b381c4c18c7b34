import { lazy, Suspense } from 'react'
import type { ReactNode } from 'react'
import { text } from '../../language/language.ts'
import { Button } from '../kit/button.tsx'
import { useIsDrawn } from '../kit/lazy-part.tsx'
import { usePhone, usePhoneActions } from '../phone-context.ts'
import styles from './notice.module.css'

/**
 * The words of all notices load right after the first picture, long before there is one to show: it is to be drawn from
 * the beginning, notice or not. Where they cannot be loaded the code stands alone, which is better than silence.
 */
const LoadedNotice = lazy(async () => {
  try {
    return { default: (await import('./notice.tsx')).Notice }
  } catch {
    return { default: Wordless }
  }
})

export function LazyNotice(): ReactNode {
  if (!useIsDrawn()) return null
  return (
    <Suspense>
      <LoadedNotice />
    </Suspense>
  )
}

function Wordless(): ReactNode {
  const phone = usePhoneActions()
  const notice = usePhone((state) => state.notice)
  if (!notice) return null
  return (
    <div className={styles.notice}>
      <code role="alert">{notice.code}</code>
      <Button size="small" onClick={phone.dismissNotice}>
        {text('notice.dismiss')}
      </Button>
    </div>
  )
}
