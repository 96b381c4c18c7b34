import { Network } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Call } from '../../phone/phone-state.ts'
import { useInsight } from '../insight/insight-context.ts'
import { Button, type ButtonProps } from '../kit/button.tsx'
import { usePhoneActions } from '../phone-context.ts'

export type SequenceButtonProps = Pick<ButtonProps, 'children' | 'className' | 'aria-label'> & {
  call: Pick<Call, 'id'>
}

/** Opens the sequence of a call, where the phone still has it. */
export function SequenceButton({ call, ...rest }: SequenceButtonProps): ReactNode {
  const { sequence } = usePhoneActions()
  const insight = useInsight()
  if (!insight || sequence.steps(call.id).length === 0) return null
  return (
    <Button
      tone="bare"
      size="small"
      icon={<Network />}
      {...rest}
      onClick={() => insight.open({ view: 'sequence', callId: call.id })}
    />
  )
}
