import { act, render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeAll, expect, it, vi } from 'vitest'
import { defaultPreferences } from '../../phone/preferences.ts'
import { writeSettings } from '../../phone/settings-file.ts'
import { createTestPhone } from '../../testing/create-test-phone.ts'
import { createMemoryDisk, openMemoryRecords } from '../../testing/memory-records.ts'
import { endedCall } from '../../testing/record-store-tests.ts'
import { App } from '../app.tsx'

// What is loaded when first opened is loaded before, so that a busy machine does not look like a missing part.
beforeAll(() => Promise.all([import('../history/history.tsx'), import('./settings-dialog.tsx')]))

async function openSettings(section?: string) {
  const disk = createMemoryDisk()
  disk.calls.records.set('call-1', endedCall(1))
  const save = vi.fn()
  const test = createTestPhone({
    openRecords: async () => openMemoryRecords(disk),
    preferenceStore: { load: () => undefined, save },
  })
  render(<App phone={test.phone} />)
  await act(() => test.phone.loadRecords())
  await waitFor(() => expect(test.state().numberPlan).not.toBeNull())
  const user = userEvent.setup()
  const opener = screen.getByRole('button', { name: 'Settings' })
  await user.click(opener)
  const dialog = within(await screen.findByRole('dialog', { name: 'Settings' }))
  if (section) await user.click(dialog.getByRole('tab', { name: section }))
  return { ...test, user, dialog, opener, disk, save }
}

it('gathers what is set elsewhere, a section at a time, by mouse and by arrows', async () => {
  const { user, dialog } = await openSettings()
  const panel = (name: string) => within(dialog.getByRole('tabpanel', { name }))
  expect(panel('Audio').getByRole('combobox', { name: 'Microphone' })).toBeVisible()
  expect(panel('Audio').getByRole('slider', { name: 'Call volume' })).toBeVisible()
  await user.click(dialog.getByRole('tab', { name: 'Audio' }))
  await user.keyboard('{ArrowRight}')
  expect(panel('Ringing').getByRole('combobox', { name: 'Ringtone' })).toBeVisible()
  await user.keyboard('{ArrowRight}')
  expect(panel('Dialing').getByRole('combobox', { name: 'Country' })).toBeVisible()
  await user.keyboard('{ArrowRight}')
  expect(panel('Shortcuts').getByRole('switch', { name: 'Use keyboard shortcuts' })).toBeVisible()
  await user.keyboard('{ArrowLeft}{ArrowLeft}{ArrowLeft}{ArrowLeft}')
  expect(dialog.getByRole('tab', { name: 'Data' })).toHaveFocus()
  expect(panel('Data').getByText('1 call')).toBeVisible()
})

it('makes the page dark or light, or as the system is', async () => {
  const { user, dialog, state } = await openSettings('Appearance')
  const { dataset } = document.documentElement
  await user.click(dialog.getByRole('radio', { name: 'Dark' }))
  expect(dataset['theme']).toBe('dark')
  expect(state().preferences.theme).toBe('dark')
  await user.click(dialog.getByRole('radio', { name: 'As the system' }))
  expect(dataset['theme']).toBeUndefined()
})

it('takes over a file of settings, and says what in it makes no sense', async () => {
  const { user, dialog, state, save } = await openSettings('Data')
  const input = dialog.getByLabelText('Import settings', { selector: 'input' })
  const text = writeSettings({ ...defaultPreferences, theme: 'dark', ringVolume: 7 })
  await user.upload(input, new File([text], 'settings.json', { type: 'application/json' }))
  expect(await dialog.findByText(/stay as they are: ringVolume\./)).toBeVisible()
  expect(state().preferences).toEqual({ ...defaultPreferences, theme: 'dark' })
  expect(save).toHaveBeenLastCalledWith(state().preferences)
  await user.upload(input, new File(['{}'], 'settings.json', { type: 'application/json' }))
  expect(await dialog.findByRole('alert')).toHaveTextContent(/holds no settings.*not-settings/)
})

it('sets everything back when asked twice', async () => {
  const { user, dialog, phone, state } = await openSettings('Data')
  act(() => phone.changePreferences({ country: 'GB', theme: 'dark', autoAnswer: true }))
  await user.click(dialog.getByRole('button', { name: 'Reset settings' }))
  expect(state().preferences.theme).toBe('dark')
  await user.click(dialog.getByRole('button', { name: 'Reset' }))
  expect(state().preferences).toEqual(defaultPreferences)
})

it('deletes all calls when asked twice', async () => {
  const { user, dialog, disk } = await openSettings('Data')
  await user.click(dialog.getByRole('button', { name: 'Delete all calls' }))
  expect(
    dialog.getByRole('group', { name: 'Delete 1 call, with their notes, for good?' }),
  ).toBeVisible()
  expect(disk.calls.records.size).toBe(1)
  await user.click(dialog.getByRole('button', { name: 'Delete all calls' }))
  await waitFor(() => expect(disk.calls.records.size).toBe(0))
  expect(dialog.queryByRole('button', { name: 'Export calls as CSV' })).toBeNull()
})

it('is opened at its data by the history, and gives the focus back', async () => {
  const { user, dialog, opener } = await openSettings()
  await user.click(dialog.getByRole('button', { name: 'Close' }))
  expect(opener).toHaveFocus()
  const manage = await screen.findByRole('button', { name: 'Export or delete calls' })
  await user.click(manage)
  expect(await screen.findByRole('tab', { name: 'Data', selected: true })).toBeVisible()
  await user.click(screen.getByRole('button', { name: 'Close' }))
  expect(manage).toHaveFocus()
})
