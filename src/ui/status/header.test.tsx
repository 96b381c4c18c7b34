import { act, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import { createTestPhone } from '../../testing/create-test-phone.ts'
import { App } from '../app.tsx'

const status = () => screen.getByRole('status', { name: 'Phone status' })

it('goes online and offline again with one button of each name', async () => {
  const user = userEvent.setup()
  const { phone, application } = createTestPhone()
  render(<App phone={phone} />)
  expect(status()).toHaveTextContent(/^Offline$/)

  await user.click(screen.getByRole('button', { name: 'Go online' }))
  await screen.findByText(/may not ring here: the application/)
  expect(status()).toHaveTextContent(/^Connected$/)
  expect(screen.queryByRole('button', { name: 'Go online' })).toBeNull()

  act(() =>
    application.emit({
      type: 'endpoint.state',
      endpointId: 'ep-1',
      connected: true,
      eligible: true,
    }),
  )
  expect(status()).toHaveTextContent(/^Eligible$/)

  await user.click(screen.getByRole('button', { name: 'Go offline' }))
  expect(status()).toHaveTextContent(/^Offline$/)
})

it('offers to go online beside a call that ended with the connection', async () => {
  const { phone, goOnline, ring } = createTestPhone()
  render(<App phone={phone} />)
  await act(goOnline)
  act(() => ring())
  act(() => phone.goOffline())

  expect(screen.getByRole('region', { name: 'Current call' })).toHaveTextContent('Ended')
  expect(screen.getByRole('button', { name: 'Go online' })).toBeVisible()
})
