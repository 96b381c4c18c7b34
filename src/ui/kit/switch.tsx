import type { ComponentProps, ReactNode } from 'react'
import styles from './switch.module.css'

export type SwitchProps = Omit<ComponentProps<'button'>, 'onChange'> & {
  checked: boolean
  onChange: (checked: boolean) => void
}

/** On or off, at once. Its name stays the same; the place of the knob tells which, and so does what is read out. */
export function Switch({
  checked,
  onChange,
  className,
  children,
  ...rest
}: SwitchProps): ReactNode {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={checked}
      {...rest}
      className={[styles.switch, className].filter(Boolean).join(' ')}
      onClick={() => onChange(!checked)}
    >
      {children}
      <span className={styles.track} />
    </button>
  )
}
