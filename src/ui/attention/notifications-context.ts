import { createContext, use } from 'react'
import type { Notifications } from '../../phone/ports.ts'

/** Where nobody has said otherwise, the browser has none. */
const none: Notifications = {
  permission: () => 'unsupported',
  ask: async () => 'unsupported',
  show: () => () => {},
}

export const NotificationsContext = createContext<Notifications>(none)

export const useNotifications = (): Notifications => use(NotificationsContext)
