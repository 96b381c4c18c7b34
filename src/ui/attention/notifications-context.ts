import { createContext, use } from 'react'
import type { Notifications } from '../../phone/ports.ts'

/** A browser that has none. */
export const noNotifications: Notifications = {
  permission: () => 'unsupported',
  ask: async () => 'unsupported',
  show: () => () => {},
}

export const NotificationsContext = createContext<Notifications>(noNotifications)

export const useNotifications = (): Notifications => use(NotificationsContext)
