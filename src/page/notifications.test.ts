import { afterEach, expect, it, vi } from 'vitest'
import { createNotifications } from './notifications.ts'

afterEach(() => vi.unstubAllGlobals())

/** A browser with notifications, and what it shows. */
function stubBrowser(permission: NotificationPermission) {
  const shown: FakeNotification[] = []
  class FakeNotification extends EventTarget {
    static permission = permission
    static requestPermission = vi.fn(async () => permission)
    isOpen = true
    readonly title: string
    readonly options: NotificationOptions
    constructor(title: string, options: NotificationOptions) {
      super()
      this.title = title
      this.options = options
      shown.push(this)
    }
    close() {
      this.isOpen = false
    }
  }
  const focus = vi.fn()
  vi.stubGlobal('Notification', FakeNotification)
  vi.stubGlobal('window', { focus })
  return { shown, focus, Notification: FakeNotification }
}

const ringing = { title: '(303) 555-0142', body: 'Incoming call' }

it('shows who calls, without a sound of its own, and goes when it is told to', () => {
  const { shown } = stubBrowser('granted')
  const close = createNotifications().show(ringing)
  expect(shown).toMatchObject([
    { title: '(303) 555-0142', options: { body: 'Incoming call', silent: true }, isOpen: true },
  ])
  close()
  expect(shown[0]?.isOpen).toBe(false)
})

it('brings the page forward when it is clicked', () => {
  const { shown, focus } = stubBrowser('granted')
  createNotifications().show(ringing)
  shown[0]?.dispatchEvent(new Event('click'))
  expect(focus).toHaveBeenCalledTimes(1)
  expect(shown[0]?.isOpen).toBe(false)
})

it.each(['denied', 'default'] as const)('shows nothing while permission is %s', (permission) => {
  const { shown, Notification } = stubBrowser(permission)
  const notifications = createNotifications()
  notifications.show(ringing)()
  expect(shown).toEqual([])
  expect(notifications.permission()).toBe(permission)
  expect(Notification.requestPermission).not.toHaveBeenCalled()
})

it('asks only when it is told to, and tells the answer', async () => {
  const { Notification } = stubBrowser('denied')
  expect(await createNotifications().ask()).toBe('denied')
  expect(Notification.requestPermission).toHaveBeenCalledTimes(1)
})

it('does nothing in a browser that has none, or has them for service workers only', async () => {
  vi.stubGlobal('Notification', undefined)
  Reflect.deleteProperty(globalThis, 'Notification')
  const none = createNotifications()
  expect([none.permission(), await none.ask()]).toEqual(['unsupported', 'unsupported'])
  none.show(ringing)()

  vi.stubGlobal(
    'Notification',
    Object.assign(
      vi.fn(() => {
        throw new TypeError('Illegal constructor')
      }),
      { permission: 'granted' },
    ),
  )
  createNotifications().show(ringing)()
})
