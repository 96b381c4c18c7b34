import { act, render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import { createTestPhone } from '../../testing/create-test-phone.ts'
import { App } from '../app.tsx'

const field = () => screen.getByRole('textbox', { name: 'Phone number' })
const stage = () => document.querySelector('#stage')

async function renderOnline() {
  const test = createTestPhone()
  render(<App phone={test.phone} />)
  await act(test.goOnline)
  await waitFor(() => expect(test.state().numberPlan).not.toBeNull())
  return { ...test, user: userEvent.setup() }
}

it('leads back to where the agent was when a call that rang is declined', async () => {
  const { user, ring } = await renderOnline()
  const helpButton = screen.getByRole('button', { name: 'Keyboard shortcuts' })
  helpButton.focus()
  act(() => ring())
  expect(screen.getByRole('alertdialog')).toHaveFocus()
  await user.keyboard('{Shift>}D{/Shift}')
  expect(helpButton).toHaveFocus()
})

it('does not lead back while the key that ended the call is held', async () => {
  const { user, phone, answer } = await renderOnline()
  await act(() => phone.dial('+19195550101'))
  act(() => answer())
  field().focus()
  act(() => screen.getByRole('button', { name: 'Hang up' }).focus())
  await user.keyboard('{Enter>}')
  expect(stage()).toHaveFocus()
  await user.keyboard('{/Enter}')
  expect(field()).toHaveFocus()
})

it('goes nowhere when the agent is elsewhere', async () => {
  const { ring, client } = await renderOnline()
  act(() => ring())
  field().focus()
  act(() => client().emit({ type: 'streamUnavailable', streamId: 'stream-1' }))
  expect(field()).toHaveFocus()
})

it('stays on the stage from going online to being online, wherever the agent came from', async () => {
  const user = userEvent.setup()
  const { phone } = createTestPhone()
  render(<App phone={phone} />)
  screen.getByRole('button', { name: 'Keyboard shortcuts' }).focus()
  act(() => screen.getByRole('button', { name: 'Go online' }).focus())
  await user.keyboard('{Enter}')
  await screen.findByRole('button', { name: 'Go offline' })
  expect(stage()).toHaveFocus()
})
