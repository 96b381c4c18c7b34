import { act, render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { createTestPhone } from '../../testing/create-test-phone.ts'
import { App } from '../app.tsx'

const call = () => screen.getByRole('region', { name: 'Current call' })
const field = () => screen.getByRole('textbox', { name: 'Phone number' })
const help = () => screen.findByRole('dialog', { name: 'Keyboard shortcuts' })
const helpButton = () => screen.getByRole('button', { name: 'Keyboard shortcuts' })

async function renderOnline() {
  const test = createTestPhone()
  render(<App phone={test.phone} />)
  await act(test.goOnline)
  await waitFor(() => expect(test.state().numberPlan).not.toBeNull())
  return { ...test, user: userEvent.setup() }
}

async function renderCall() {
  const test = await renderOnline()
  await act(() => test.phone.dial('+19195550101'))
  act(() => test.answer())
  return test
}

const status = (state: () => { call: { status: string } | null }) => state().call?.status

describe('a call that rings', () => {
  it('is accepted with A', async () => {
    const { user, ring } = await renderOnline()
    act(() => ring())
    await user.keyboard('a')
    expect(await screen.findByText('In call')).toBeVisible()
  })

  it('is declined with Shift and D, and not with D alone', async () => {
    const { user, ring, client } = await renderOnline()
    act(() => ring())
    await user.keyboard('d')
    expect(client().declineStream).not.toHaveBeenCalled()
    await user.keyboard('{Shift>}D{/Shift}')
    expect(client().declineStream).toHaveBeenCalledTimes(1)
  })

  it('shows its keys on its buttons, which keep their names', async () => {
    const { ring } = await renderOnline()
    act(() => ring())
    const accept = screen.getByRole('button', { name: 'Accept' })
    expect(accept).toHaveAttribute('aria-keyshortcuts', 'A')
    expect(within(accept).getByText('A')).toBeInTheDocument()
    const decline = screen.getByRole('button', { name: 'Decline' })
    expect(decline).toHaveAttribute('aria-keyshortcuts', 'Shift+D')
  })
})

describe('a call', () => {
  it('is muted with M, and unmuted with it', async () => {
    const { user } = await renderCall()
    const mute = screen.getByRole('switch', { name: 'Mute' })
    await user.keyboard('m')
    expect(mute).toBeChecked()
    await user.keyboard('m')
    expect(mute).not.toBeChecked()
  })

  it('is hung up with Shift and H, and not with H alone', async () => {
    const { user, state } = await renderCall()
    await user.keyboard('h')
    expect(status(state)).toBe('connected')
    await user.keyboard('{Shift>}H{/Shift}')
    expect(call()).toHaveTextContent('Ended')
  })

  it('has its keypad under K', async () => {
    const { user, client } = await renderCall()
    await user.keyboard('k')
    expect(screen.getByRole('button', { name: '1' })).toHaveFocus()
    await user.keyboard('42')
    expect(client().sendDtmf.mock.calls.flat().join('')).toBe('42')
  })
})

describe('a shortcut', () => {
  it('is a letter like any other in a field', async () => {
    const { user, state } = await renderCall()
    await user.type(field(), 'mHM?')
    expect(state().call).toMatchObject({ status: 'connected', muted: false })
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  it.each(['Control', 'Alt', 'Meta'])('is left to the browser with %s', async (modifier) => {
    const { user, state } = await renderCall()
    await user.keyboard(`{${modifier}>}m{/${modifier}}`)
    expect(state().call).toMatchObject({ muted: false })
  })

  it('is pressed once however long the key is held', async () => {
    const { user, state } = await renderCall()
    await user.keyboard('{m>3/}')
    expect(state().call).toMatchObject({ muted: true })
  })

  it('does nothing where it makes no sense', async () => {
    const { user, state } = await renderOnline()
    const before = state()
    await user.keyboard('amk{Shift>}DH{/Shift}')
    expect(state()).toBe(before)
  })

  it('N leads to the number and writes nothing into it', async () => {
    const { user } = await renderOnline()
    await user.keyboard('n')
    expect(field()).toHaveFocus()
    expect(field()).toHaveValue('')
  })
})

describe('the help', () => {
  it('opens with ?, lists the keys, and gives the focus back', async () => {
    const { user } = await renderOnline()
    helpButton().focus()
    await user.keyboard('?')
    const list = within(await help())
    for (const what of ['Accept the call that rings', 'Mute or unmute the microphone', 'Hang up']) {
      expect(list.getByText(what)).toBeVisible()
    }
    await user.click(list.getByRole('button', { name: 'Close' }))
    expect(screen.queryByRole('dialog')).toBeNull()
    expect(helpButton()).toHaveFocus()
  })

  it('opens by its button, and no shortcut works in it', async () => {
    const { user, state } = await renderCall()
    await user.click(helpButton())
    await help()
    await user.keyboard('m')
    expect(state().call).toMatchObject({ muted: false })
  })

  it('switches the shortcuts off and takes them off the buttons', async () => {
    const { user, state } = await renderCall()
    await user.click(helpButton())
    await user.click(within(await help()).getByRole('switch', { name: 'Use keyboard shortcuts' }))
    await user.click(within(await help()).getByRole('button', { name: 'Close' }))
    await user.keyboard('m?')
    expect(state().preferences.shortcuts).toBe(false)
    expect(state().call).toMatchObject({ muted: false })
    expect(screen.queryByRole('dialog')).toBeNull()
    expect(screen.getByRole('switch', { name: 'Mute' })).not.toHaveAttribute('aria-keyshortcuts')
  })

  it('makes way for a call that rings', async () => {
    const { user, ring } = await renderOnline()
    await user.click(helpButton())
    await help()
    act(() => ring())
    expect(screen.queryByRole('dialog')).toBeNull()
    expect(screen.getByRole('alertdialog', { name: 'Incoming call' })).toHaveFocus()
    await user.keyboard('a')
    expect(await screen.findByText('In call')).toBeVisible()
  })
})
