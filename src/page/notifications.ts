import type { Notifications } from '../phone/ports.ts'

/** The browser's notifications: seen over whatever else the agent has on the screen. */
export function createNotifications(): Notifications {
  const isSupported = 'Notification' in globalThis
  return {
    permission: () => (isSupported ? Notification.permission : 'unsupported'),
    ask: async () => (isSupported ? Notification.requestPermission() : 'unsupported'),
    show: ({ title, body }) => {
      const notification = isSupported && Notification.permission === 'granted' && open(title, body)
      return () => {
        if (notification) notification.close()
      }
    },
  }
}

/** @returns undefined where the browser lets only service workers notify, as on Android */
function open(title: string, body: string): Notification | undefined {
  try {
    // Silent, as the phone rings by itself, and on the device that was chosen for it.
    const notification = new Notification(title, {
      body,
      icon: '/icon-ringing.svg',
      tag: 'offhook-ringing',
      requireInteraction: true,
      silent: true,
    })
    notification.addEventListener('click', () => {
      // Brings the page forward, and no more: whoever clicks it away must not be on the line.
      window.focus()
      notification.close()
    })
    return notification
  } catch {
    return undefined
  }
}
