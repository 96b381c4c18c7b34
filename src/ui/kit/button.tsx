import type { ComponentProps, ReactNode } from 'react'
import styles from './button.module.css'

export type ButtonProps = ComponentProps<'button'> & {
  /** `go` and `end` are for the one or two loud buttons of a stage; `quiet` is the default. */
  tone?: 'go' | 'end' | 'quiet' | 'bare'
  size?: 'small' | 'medium' | 'large'
  icon?: ReactNode
  /** The action is under way: the button says so and takes no second press. It keeps its focus. */
  busy?: boolean
}

export function Button({
  tone = 'quiet',
  size = 'medium',
  icon,
  busy = false,
  className,
  children,
  onClick,
  ...rest
}: ButtonProps): ReactNode {
  return (
    <button
      type="button"
      {...rest}
      {...(busy && { 'aria-disabled': true, 'aria-busy': true })}
      onClick={busy ? undefined : onClick}
      className={[styles.button, styles[tone], styles[size], className].filter(Boolean).join(' ')}
    >
      {icon}
      {children}
    </button>
  )
}
