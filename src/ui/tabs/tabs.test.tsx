import { act, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import { createTestPhone } from '../../testing/create-test-phone.ts'
import { App } from '../app.tsx'

const chosen = () => screen.getByRole('tab', { selected: true })

it('has a tab for the network only where there is one', () => {
  const { phone } = createTestPhone()
  const { rerender } = render(<App phone={phone} />)
  expect(screen.getAllByRole('tab').map((tab) => tab.textContent)).toEqual([
    'Call',
    'Keypad',
    'Recents',
    'Media',
  ])
  rerender(<App phone={phone}>A panel</App>)
  expect(screen.getByRole('tab', { name: 'Network' })).toBeVisible()
})

it('goes round with the arrow keys', async () => {
  const user = userEvent.setup()
  render(<App phone={createTestPhone().phone} />)
  await user.click(screen.getByRole('tab', { name: 'Keypad' }))
  await user.keyboard('{ArrowRight}')
  expect(chosen()).toHaveTextContent('Recents')
  expect(chosen()).toHaveFocus()
  await user.keyboard('{ArrowLeft}{ArrowLeft}{ArrowLeft}')
  expect(chosen()).toHaveTextContent('Media')
})

it('a call comes forward, may be left, and gives way to the tab from before', async () => {
  const user = userEvent.setup()
  const { phone, goOnline, ring } = createTestPhone()
  render(<App phone={phone} />)
  await act(goOnline)
  await user.click(screen.getByRole('tab', { name: 'Keypad' }))
  act(() => ring())
  expect(chosen()).toHaveTextContent('Call')

  await user.click(screen.getByRole('tab', { name: 'Media' }))
  expect(chosen()).toHaveTextContent('Media')
  await user.click(screen.getByRole('tab', { name: 'Keypad' }))

  await act(async () => phone.decline())
  act(() => phone.dismissCall())
  expect(chosen()).toHaveTextContent('Keypad')
  act(() => ring('+13035550142', 'stream-2', 'call-2'))
  expect(chosen()).toHaveTextContent('Call')
})
