import { useLayoutEffect } from 'react'
import { usePhone } from '../phone-context.ts'

/** The theme that the agent prefers, before the page is painted; `app.css` has the colours. */
export function useTheme(): void {
  const theme = usePhone((state) => state.preferences.theme)
  useLayoutEffect(() => {
    const { dataset } = document.documentElement
    if (theme === 'system') delete dataset['theme']
    else dataset['theme'] = theme
  }, [theme])
}
