import { act, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import { createTestPhone } from '../../testing/create-test-phone.ts'
import { App } from '../app.tsx'

const available = () => screen.getByRole('switch', { name: 'Available' })
const status = () => screen.getByRole('status', { name: 'Phone status' })
const stage = () => document.querySelector('#stage')

async function renderOnline() {
  const test = createTestPhone()
  render(<App phone={test.phone} />)
  await act(test.goOnline)
  return { ...test, user: userEvent.setup() }
}

it('is available as soon as the phone is online, and no matter before', async () => {
  const { phone, goOnline } = createTestPhone()
  render(<App phone={phone} />)
  expect(screen.queryByRole('switch', { name: 'Available' })).toBeNull()
  await act(goOnline)
  expect(available()).toBeChecked()
})

it('goes away: the application is told, and the screen says that calls do not ring here', async () => {
  const { user, application } = await renderOnline()
  await user.click(available())
  expect(application.setPresence).toHaveBeenCalledWith('away')
  expect(available()).not.toBeChecked()
  expect(stage()).toHaveTextContent(/You are away.*Calls do not ring here until/)
  expect(status()).toHaveTextContent(/^Connected$/)
  expect(screen.getByRole('banner')).toHaveTextContent('Calls do not ring here: you are away.')
})

it('comes back from the stage', async () => {
  const { user, application } = await renderOnline()
  await user.click(available())
  await user.click(screen.getByRole('button', { name: 'Let calls ring here' }))
  expect(application.setPresence).toHaveBeenLastCalledWith('available')
  expect(available()).toBeChecked()
  expect(status()).toHaveTextContent(/^Eligible$/)
  expect(stage()).toHaveTextContent('Calls will ring here.')
})

it('stays as it was where the application could not be told, and says so', async () => {
  const { user, application } = await renderOnline()
  application.setPresence.mockRejectedValueOnce(new Error('no network'))
  await user.click(available())
  expect(await screen.findByRole('alert')).toHaveTextContent(/presence-not-changed/)
  expect(available()).toBeChecked()
  expect(stage()).toHaveTextContent('Calls will ring here.')
})

it('is what the application remembers of an earlier day', async () => {
  const { application } = await renderOnline()
  act(() =>
    application.emit({
      type: 'endpoint.state',
      endpointId: 'ep-1',
      connected: true,
      eligible: true,
      presence: 'away',
    }),
  )
  expect(available()).not.toBeChecked()
  expect(stage()).toHaveTextContent('You are away.')
})

it('is offered in a call as well: for the time after it', async () => {
  const { user, ring, application } = await renderOnline()
  act(() => ring())
  await user.click(screen.getByRole('button', { name: 'Accept' }))
  await user.click(available())
  expect(application.setPresence).toHaveBeenCalledWith('away')
  expect(status()).toHaveTextContent('On a call')
})

it('is not offered with a pasted token: there is no application to honour it', async () => {
  const { phone } = createTestPhone()
  render(<App phone={phone} />)
  await act(async () => phone.goOnlineWith({ token: 'a.b.c', gatewayUrl: 'wss://gateway.test/' }))
  expect(await screen.findByText(/a pasted token has no application/)).toBeInTheDocument()
  expect(screen.queryByRole('switch', { name: 'Available' })).toBeNull()
})
