import { act, render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it, vi } from 'vitest'
import type { PhoneOptions } from '../../phone/ports.ts'
import { createTestPhone } from '../../testing/create-test-phone.ts'
import { App } from '../app.tsx'

const dialog = () => screen.getByRole('alertdialog', { name: 'Incoming call' })

async function renderOnline(options: Partial<PhoneOptions> = {}) {
  const test = createTestPhone(options)
  render(<App phone={test.phone} />)
  await act(test.goOnline)
  await waitFor(() => expect(test.state().numberPlan).not.toBeNull())
  return { ...test, user: userEvent.setup() }
}

it('shows who calls and from where, in the page and in its title', async () => {
  const { ring } = await renderOnline()
  act(() => ring('+13035550142'))
  expect(dialog()).toHaveTextContent('(303) 555-0142')
  expect(dialog()).toHaveTextContent('United States')
  expect(document.title).toBe('Incoming call — (303) 555-0142')
})

it('is answered by Accept, which says that it is at work', async () => {
  const { user, ring, client } = await renderOnline()
  let taken = () => {}
  client().acceptStream.mockReturnValueOnce(new Promise((resolve) => (taken = resolve)))
  act(() => ring())
  await user.click(within(dialog()).getByRole('button', { name: 'Accept' }))
  expect(within(dialog()).getByRole('button', { name: 'Accepting…' })).toHaveAttribute(
    'aria-disabled',
    'true',
  )
  expect(within(dialog()).getByRole('button', { name: 'Hang up' })).toBeVisible()

  await act(async () => taken())
  expect(await screen.findByText('In call')).toBeVisible()
  expect(screen.queryByRole('alertdialog')).toBeNull()
  expect(document.title).toBe('On a call — Offhook')
})

it('is refused by Decline', async () => {
  const { user, ring, client } = await renderOnline()
  act(() => ring('+13035550142', 'stream-7'))
  await user.click(within(dialog()).getByRole('button', { name: 'Decline' }))
  expect(client().declineStream).toHaveBeenCalledWith('stream-7')
})

it('takes the focus of nobody who is typing', async () => {
  const { user, ring } = await renderOnline()
  const field = screen.getByRole('textbox', { name: 'Phone number' })
  await user.type(field, '919')
  act(() => ring())
  await user.keyboard('555')
  expect(field).toHaveFocus()
  expect(field).toHaveValue('(919) 555')
})

it('takes an idle focus, but never onto a button, and keeps it on the stage afterwards', async () => {
  const { user, ring } = await renderOnline()
  act(() => ring())
  expect(dialog()).toHaveFocus()
  await user.tab()
  await user.tab()
  await user.keyboard('{Enter}')
  const call = await screen.findByRole('region', { name: 'Current call' })
  expect(document.activeElement).toContainElement(call)
  expect(document.activeElement).not.toBe(document.body)
})

it('remembers the last call of the same number, and how long it is ago', async () => {
  const startedAt = Date.now()
  const now = vi.fn(() => startedAt)
  const { ring, client, phone } = await renderOnline({ now })
  act(() => ring('+13035550142'))
  act(() => client().emit({ type: 'streamUnavailable', streamId: 'stream-1' }))
  act(() => phone.dismissCall())
  now.mockReturnValue(startedAt + 3 * 60_000)
  act(() => ring('+13035550142', 'stream-2', 'call-2'))
  expect(dialog()).toHaveTextContent('Called 3 minutes ago · missed')
})

it('remembers that it was the agent who called, and says nothing of strangers', async () => {
  const { ring, answer, phone } = await renderOnline()
  await act(() => phone.dial('+13035550142'))
  act(() => answer())
  act(() => phone.hangUp())
  act(() => ring('+13035550142', 'stream-2', 'call-2'))
  expect(dialog()).toHaveTextContent(/You called 0 seconds ago · 0 s/)
  await act(async () => phone.decline())
  act(() => ring('+13035550143', 'stream-3', 'call-3'))
  expect(dialog()).not.toHaveTextContent(/ ago/)
})

it('says that it will be answered by itself, and answers', async () => {
  const { ring, phone } = await renderOnline()
  act(() => phone.changePreferences({ autoAnswer: true }))
  act(() => ring())
  expect(dialog()).toHaveTextContent(/answers by itself; until then you can decline/)
  expect(await screen.findByText('In call', {}, { timeout: 3_000 })).toBeVisible()
})
