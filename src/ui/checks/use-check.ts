import { useCallback, useEffect, useRef, useState } from 'react'
import type { Checks } from '../../phone/checks/create-checks.ts'
import type { CheckRun } from '../../phone/checks/network-check.ts'
import { usePhoneActions } from '../phone-context.ts'

type CheckState<Report, Run> = {
  /** Undefined until the check has begun. */
  report?: Report
  run?: Run
  /** Its code could not be loaded. */
  isUnavailable?: true
  isCancelled?: true
}

export type ScreenedCheck<Report, Run> = CheckState<Report, Run> & {
  cancel: () => void
  again: () => void
}

/**
 * Runs a check as long as it is on the screen: whoever closes it, or leaves the page, cancels it.
 * @param begin must be the same in every rendering
 */
export function useCheck<Report, Run extends CheckRun>(
  begin: (checks: Checks, onChange: (report: Report) => void) => Run,
): ScreenedCheck<Report, Run> {
  const phone = usePhoneActions()
  const [state, setState] = useState<CheckState<Report, Run>>({})
  const stop = useRef(() => {})

  const start = useCallback(() => {
    let isOver = false
    let run: Run | undefined
    stop.current()
    stop.current = () => {
      isOver = true
      run?.cancel()
    }
    const show = (change: CheckState<Report, Run>) => {
      if (!isOver) setState((before) => ({ ...before, ...change }))
    }
    phone.loadChecks().then(
      (checks) => {
        if (isOver) return
        run = begin(checks, (report) => show({ report }))
        show({ run })
      },
      () => show({ isUnavailable: true }),
    )
  }, [phone, begin])

  useEffect(() => {
    start()
    const leave = () => stop.current()
    addEventListener('pagehide', leave)
    return () => {
      removeEventListener('pagehide', leave)
      leave()
    }
  }, [start])

  return {
    ...state,
    cancel: () => {
      stop.current()
      setState((before) => ({ ...before, isCancelled: true }))
    },
    again: () => {
      setState({})
      start()
    },
  }
}
