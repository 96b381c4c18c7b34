import { act, render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Notifications } from '../../phone/ports.ts'
import { createTestPhone } from '../../testing/create-test-phone.ts'
import { App } from '../app.tsx'

const icon = document.createElement('link')
icon.rel = 'icon'
const shownIcon = () => icon.getAttribute('href')

beforeEach(() => {
  document.head.append(icon)
  document.title = ''
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

const titles = (notifications: ReturnType<typeof createFakeNotifications>) =>
  notifications.open.map(({ title }) => title)

function createFakeNotifications() {
  const open: { title: string; body: string }[] = []
  return {
    open,
    permission: () => 'granted',
    ask: async () => 'granted',
    show: (notification) => {
      open.push(notification)
      return () => void open.splice(open.indexOf(notification), 1)
    },
  } satisfies Notifications & Record<string, unknown>
}

async function renderOnline() {
  const test = createTestPhone()
  const notifications = createFakeNotifications()
  render(<App phone={test.phone} notifications={notifications} />)
  await act(test.goOnline)
  await waitFor(() => expect(test.state().numberPlan).not.toBeNull())
  return { ...test, notifications, user: userEvent.setup() }
}

type Test = Awaited<ReturnType<typeof renderOnline>>

const giveUp = ({ client }: Test, streamId = 'stream-1') =>
  act(() => client().emit({ type: 'streamUnavailable', streamId }))

/** Another window, or another tab, is in front. */
function lookAway(isAway = true): void {
  vi.spyOn(document, 'hasFocus').mockReturnValue(!isAway)
  act(() => {
    window.dispatchEvent(new Event(isAway ? 'blur' : 'focus'))
  })
}

it('flashes the icon of a call that rings, under a title that stays', async () => {
  const { ring, phone } = await renderOnline()
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  expect(shownIcon()).toBe('/icon.svg')
  act(() => ring('+13035550142'))
  const seen = [shownIcon()]
  for (const _ of [1, 2, 3]) {
    vi.advanceTimersByTime(1_000)
    seen.push(shownIcon())
    expect(document.title).toBe('Incoming call — (303) 555-0142')
  }
  expect(seen).toEqual(['/icon-ringing.svg', '/icon.svg', '/icon-ringing.svg', '/icon.svg'])

  await act(async () => phone.accept())
  expect([shownIcon(), document.title]).toEqual(['/icon-call.svg', 'On a call — Offhook'])
  act(() => phone.hangUp())
  vi.advanceTimersByTime(5_000)
  expect([shownIcon(), document.title]).toEqual(['/icon.svg', 'Offhook'])
})

it('shows the ringing icon without flashing where motion is unwelcome', async () => {
  vi.stubGlobal('matchMedia', (query: string) => ({ matches: query.includes('reduce') }))
  const { ring } = await renderOnline()
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  act(() => ring())
  vi.advanceTimersByTime(1_000)
  expect(shownIcon()).toBe('/icon-ringing.svg')
})

it('counts the missed calls in the title and beside the heading, until they are looked at', async () => {
  const test = await renderOnline()
  act(() => test.ring())
  giveUp(test)
  act(() => test.ring('+13035550142', 'stream-2', 'call-2'))
  giveUp(test, 'stream-2')
  const recents = screen.getByRole('region', { name: 'Recent calls' })
  expect(document.title).toBe('2 missed calls — Offhook')
  expect(recents).toHaveTextContent('2 missed calls')
  expect(screen.getByRole('tab', { name: 'Recents' })).toHaveAccessibleDescription('2 missed calls')

  await test.user.hover(recents)
  expect(document.title).toBe('Offhook')
  expect(recents).not.toHaveTextContent('missed calls')
  expect(recents).toHaveTextContent('Missed')
})

it('takes missed calls as seen when the tab of recent calls is opened', async () => {
  const test = await renderOnline()
  act(() => test.ring())
  giveUp(test)
  expect(document.title).toBe('1 missed call — Offhook')
  // By keyboard, as the mouse would pass over more than the tab.
  act(() => screen.getByRole('tab', { name: 'Call' }).focus())
  await test.user.keyboard('{ArrowRight}')
  while (document.activeElement?.textContent?.startsWith('Recents') === false) {
    await test.user.keyboard('{ArrowRight}')
  }
  expect(document.title).toBe('Offhook')
})

it('notifies of a call that rings while the agent looks at something else', async () => {
  const test = await renderOnline()
  lookAway()
  act(() => test.ring('+13035550142'))
  expect(test.notifications.open).toEqual([{ title: '(303) 555-0142', body: 'Incoming call' }])
  giveUp(test)
  expect(test.notifications.open).toEqual([])
})

it('notifies when the agent looks away during the ring, and stops when the page is seen', async () => {
  const { ring, notifications } = await renderOnline()
  lookAway(false)
  act(() => ring())
  expect(notifications.open).toEqual([])
  lookAway()
  expect(titles(notifications)).toEqual(['(919) 555-0100'])
  lookAway(false)
  expect(notifications.open).toEqual([])
})

it('withdraws the notification of an answered call', async () => {
  const { ring, phone, notifications } = await renderOnline()
  lookAway()
  act(() => ring())
  await act(async () => phone.accept())
  expect(notifications.open).toEqual([])
})

it('does not notify an agent who does not want it', async () => {
  const { ring, phone, notifications } = await renderOnline()
  act(() => phone.changePreferences({ notifications: false }))
  lookAway()
  act(() => ring())
  expect(notifications.open).toEqual([])
})
