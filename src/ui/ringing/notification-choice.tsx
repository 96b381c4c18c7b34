import { useId, useState } from 'react'
import type { ReactNode } from 'react'
import { text, type TextKey } from '../../language/language.ts'
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
          {text('ringing.notifications')}
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
          {text('ringing.allowNotifications')}
        </Button>
      )}
      <output id={hintId} className={styles.hint}>
        {text(words[permission])}
      </output>
    </div>
  )
}

const words: Record<ReturnType<ReturnType<typeof useNotifications>['permission']>, TextKey> = {
  granted: 'ringing.aboutNotifications',
  default: 'ringing.notificationsAskFirst',
  denied: 'ringing.notificationsDenied',
  unsupported: 'ringing.notificationsUnsupported',
}
