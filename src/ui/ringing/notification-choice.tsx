import { useId, useState } from 'react'
import type { ReactNode } from 'react'
import { useNotifications } from '../attention/notifications-context.ts'
import { Button } from '../kit/button.tsx'
import { Switch } from '../kit/switch.tsx'
import { usePhone, usePhoneActions } from '../phone-context.ts'
import styles from './ringing.module.css'

/** Whether a call may be seen over other windows: the agent's wish, and the browser's leave. */
export function NotificationChoice(): ReactNode {
  const phone = usePhoneActions()
  const notifications = useNotifications()
  const isWanted = usePhone((state) => state.preferences.notifications)
  const [permission, setPermission] = useState(notifications.permission)
  const hintId = useId()
  return (
    <div className={styles.choice}>
      {permission === 'granted' && (
        <Switch
          checked={isWanted}
          aria-describedby={hintId}
          className={styles.switch}
          onChange={(isOn) => phone.changePreferences({ notifications: isOn })}
        >
          Notifications
        </Switch>
      )}
      {permission === 'default' && (
        <Button
          aria-describedby={hintId}
          onClick={() => {
            phone.changePreferences({ notifications: true })
            void notifications.ask().then(setPermission)
          }}
        >
          Allow notifications
        </Button>
      )}
      <output id={hintId} className={styles.hint}>
        {words[permission]}
      </output>
    </div>
  )
}

const what =
  'While you look at something else, a call that rings is shown over it. A click there brings the phone forward; it never answers.'
const words: Record<ReturnType<ReturnType<typeof useNotifications>['permission']>, string> = {
  granted: what,
  default: `${what} Your browser asks you first.`,
  denied:
    'The browser does not let this page show notifications. Calls still ring, and the browser’s tab shows them; to see them over other windows, allow notifications next to the address bar.',
  unsupported:
    'This browser shows no notifications of pages. Calls still ring, and the browser’s tab shows them.',
}
