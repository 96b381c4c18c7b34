import type { ReactNode } from 'react'
import { text } from '../../language/language.ts'
import { Switch } from '../kit/switch.tsx'
import { usePhone, usePhoneActions } from '../phone-context.ts'

/** Whether calls are to ring here. It turns when the application has heard; with a pasted token there is none to hear. */
export function PresenceSwitch({ className }: { className?: string }): ReactNode {
  const phone = usePhoneActions()
  const session = usePhone((state) => state.session)
  if (session.status !== 'online' || session.isTokenPasted) return null
  return (
    <Switch
      checked={session.presence !== 'away'}
      onChange={(isAvailable) => phone.setPresence(isAvailable ? 'available' : 'away')}
      {...(className !== undefined && { className })}
    >
      {text('away.available')}
    </Switch>
  )
}
