import { act, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import { BrtcError } from '../../brtc/errors.ts'
import { createTestPhone } from '../../testing/create-test-phone.ts'
import { microphoneError } from '../../testing/fake-audio.ts'
import { App } from '../app.tsx'

const steps = () => within(screen.getByRole('list', { name: 'Steps to go online' }))

it('tells an offline phone’s agent what going online will do', () => {
  render(<App phone={createTestPhone().phone} />)
  expect(screen.getByRole('heading', { name: 'Calls do not ring here yet.' })).toBeVisible()
  expect(steps().getAllByRole('listitem')).toHaveLength(5)
})

it('marks the step at which going online is', async () => {
  const user = userEvent.setup()
  const { phone, application } = createTestPhone()
  application.createEndpoint.mockReturnValueOnce(new Promise(() => {}))
  render(<App phone={phone} />)
  await user.click(screen.getByRole('button', { name: 'Go online' }))
  const present = steps()
    .getAllByRole('listitem')
    .filter((step) => step.getAttribute('aria-current') === 'step')
  expect(present).toHaveLength(1)
})

it('says why it could not go online, with the code and the way to try again', async () => {
  const user = userEvent.setup()
  const { phone, audioInput } = createTestPhone()
  audioInput.open.mockRejectedValueOnce(microphoneError('blocked'))
  render(<App phone={phone} />)
  await user.click(screen.getByRole('button', { name: 'Go online' }))
  const alert = await screen.findByRole('alert')
  expect(alert).toHaveTextContent('The browser does not let this page use the microphone.')
  expect(alert).toHaveTextContent('microphone-blocked')

  await user.click(screen.getByRole('button', { name: 'Go online' }))
  expect(await screen.findByRole('button', { name: 'Go offline' })).toBeVisible()
  expect(screen.queryByRole('alert')).toBeNull()
})

it('promises to ring only when Bandwidth hears the phone', async () => {
  const { phone, goOnline, application } = createTestPhone()
  render(<App phone={phone} />)
  await act(goOnline)
  expect(screen.getByRole('heading', { name: 'Calls will ring here.' })).toBeVisible()
  act(() =>
    application.emit({
      type: 'endpoint.state',
      endpointId: 'ep-1',
      connected: true,
      eligible: false,
    }),
  )
  expect(screen.getByRole('heading', { name: 'Calls will not ring here yet.' })).toBeVisible()
})

it('shows one alert when the connection takes the call with it', async () => {
  const { phone, goOnline, client, answer } = createTestPhone()
  render(<App phone={phone} />)
  await act(goOnline)
  await act(() => phone.dial('+19195550101'))
  act(() => answer())
  await act(async () =>
    client().emit({
      type: 'disconnected',
      error: new BrtcError('closed', 'The socket closed.'),
      closeCode: 4409,
    }),
  )
  expect(screen.getByRole('region', { name: 'Current call' })).toHaveTextContent(
    'Ended · Connection lost',
  )
  expect(screen.getByRole('alert')).toHaveTextContent('superseded')
})

it('calls the system’s default by its word of the screen, as it has no name of its own', async () => {
  const { phone, goOnline, audioInput } = createTestPhone()
  const systemDefault = { id: '', label: '' }
  render(<App phone={phone} />)
  await act(async () =>
    audioInput.setDevices({ microphones: [systemDefault], outputs: [systemDefault] }),
  )
  await act(goOnline)
  for (const term of ['Microphone', 'Ringer']) {
    expect(screen.getByText(term, { selector: 'dt' }).parentElement).toHaveTextContent(
      `${term}System default`,
    )
  }
})
