import { act, fireEvent, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it, vi } from 'vitest'
import type { Notifications } from '../../phone/ports.ts'
import { createTestPhone } from '../../testing/create-test-phone.ts'
import { App } from '../app.tsx'

afterEach(() => vi.useRealTimers())

type Permission = ReturnType<Notifications['permission']>

async function openSettings(permission: Permission = 'granted', answer: Permission = permission) {
  const test = createTestPhone()
  const stopRing = vi.fn()
  test.audioOutput.testRing.mockReturnValue(stopRing)
  const ask = vi.fn(async () => answer)
  const notifications: Notifications = { permission: () => permission, ask, show: () => () => {} }
  const user = userEvent.setup()
  render(<App phone={test.phone} notifications={notifications} />)
  await act(test.goOnline)
  const opener = screen.getByRole('button', { name: 'Ring settings' })
  await user.click(opener)
  const dialog = within(await screen.findByRole('dialog', { name: 'Ringing' }))
  return { ...test, user, dialog, opener, stopRing, ask }
}

it('chooses a ringtone', async () => {
  const { user, dialog, audioOutput, state } = await openSettings()
  await user.selectOptions(dialog.getByRole('combobox', { name: 'Ringtone' }), 'marimba')
  expect(audioOutput.setRingtone).toHaveBeenLastCalledWith('marimba')
  expect(state().preferences.ringtone).toBe('marimba')
})

it('sets how loud it rings, and warns of silence', async () => {
  const { dialog, audioOutput } = await openSettings()
  const volume = dialog.getByRole('slider', { name: 'Ring volume' })
  fireEvent.change(volume, { target: { value: '35' } })
  expect(audioOutput.setRingVolume).toHaveBeenLastCalledWith(0.35)
  expect(dialog.queryByText(/do not hear calls/)).toBeNull()
  fireEvent.change(volume, { target: { value: '0' } })
  expect(volume).toHaveAttribute('aria-valuetext', 'Silent')
  expect(dialog.getByText('At this volume you do not hear calls ring.')).toBeVisible()
})

it('rings to be heard until it is stopped', async () => {
  const { user, dialog, audioOutput, stopRing } = await openSettings()
  await user.click(dialog.getByRole('button', { name: 'Test ring' }))
  expect(audioOutput.testRing).toHaveBeenCalledTimes(1)
  await user.click(dialog.getByRole('button', { name: 'Stop ring' }))
  expect(stopRing).toHaveBeenCalledTimes(1)
  expect(dialog.getByRole('button', { name: 'Test ring' })).toBeVisible()
})

it('offers to ring again when the ring has ended by itself', async () => {
  const { dialog } = await openSettings()
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  fireEvent.click(dialog.getByRole('button', { name: 'Test ring' }))
  act(() => {
    vi.advanceTimersByTime(6_000)
  })
  expect(dialog.getByRole('button', { name: 'Test ring' })).toBeVisible()
})

it('stops the ring when it is closed, and gives the focus back', async () => {
  const { user, dialog, opener, stopRing } = await openSettings()
  await user.click(dialog.getByRole('button', { name: 'Test ring' }))
  await user.click(dialog.getByRole('button', { name: 'Close' }))
  expect(screen.queryByRole('dialog')).toBeNull()
  expect(stopRing).toHaveBeenCalledTimes(1)
  expect(opener).toHaveFocus()
})

it('makes way for a call that rings', async () => {
  const { ring } = await openSettings()
  act(() => ring())
  expect(screen.queryByRole('dialog', { name: 'Ringing' })).toBeNull()
  expect(screen.getByRole('alertdialog', { name: 'Incoming call' })).toBeVisible()
})

it('switches auto-answer, with what it means', async () => {
  const { user, dialog, state } = await openSettings()
  const autoAnswer = dialog.getByRole('switch', { name: 'Auto-answer' })
  expect(autoAnswer).not.toBeChecked()
  expect(autoAnswer).toHaveAccessibleDescription(/can still decline/)
  await user.click(autoAnswer)
  expect(autoAnswer).toBeChecked()
  expect(state().preferences.autoAnswer).toBe(true)
})

it('switches notifications where the browser allows them', async () => {
  const { user, dialog, state } = await openSettings('granted')
  await user.click(dialog.getByRole('switch', { name: 'Notifications' }))
  expect(state().preferences.notifications).toBe(false)
})

it('asks the browser only when a button is pressed', async () => {
  const { user, dialog, ask } = await openSettings('default', 'granted')
  expect(ask).not.toHaveBeenCalled()
  await user.click(dialog.getByRole('button', { name: 'Allow notifications' }))
  expect(ask).toHaveBeenCalledTimes(1)
  expect(await dialog.findByRole('switch', { name: 'Notifications' })).toBeChecked()
})

it.each([
  ['denied', /does not let this page.*allow notifications next to the address bar/],
  ['unsupported', /shows no notifications/],
] as const)('says what is left where notifications are %s', async (permission, words) => {
  const { dialog } = await openSettings(permission)
  expect(dialog.getByText(words)).toBeVisible()
  expect(dialog.queryByRole('switch', { name: 'Notifications' })).toBeNull()
  expect(dialog.queryByRole('button', { name: 'Allow notifications' })).toBeNull()
})
