import { act, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { ConnectingStep } from '../../phone/phone-state.ts'
import { createTestPhone, type TestPhone } from '../../testing/create-test-phone.ts'
import { waitFor } from '../../testing/wait-for.ts'
import { App } from '../app.tsx'

const forever = () => new Promise<never>(() => {})

/** Makes going online stop at a step, and begins it. */
const stopsAt: Record<ConnectingStep, (test: TestPhone) => void> = {
  token: ({ phone, application }) => {
    application.createEndpoint.mockImplementationOnce(forever)
    phone.goOnline()
  },
  microphone: ({ phone, audioInput }) => {
    audioInput.open.mockImplementationOnce(forever)
    phone.goOnline()
  },
  socket: ({ phone, client }) => {
    phone.goOnline()
    client().connect.mockImplementationOnce(forever)
  },
  media: ({ phone, client }) => {
    phone.goOnline()
    const awaited = client()
    awaited.connect.mockImplementationOnce(() => {
      awaited.emit({ type: 'socketOpened' })
      return forever()
    })
  },
  publishing: ({ phone, client }) => {
    phone.goOnline()
    client().publish.mockImplementationOnce(forever)
  },
}

const steps = Object.keys(stopsAt) as ConnectingStep[]

const names: Record<ConnectingStep, string> = {
  token: 'Token',
  microphone: 'Microphone',
  socket: 'Gateway',
  media: 'Media',
  publishing: 'Publishing',
}

async function stopAt(step: ConnectingStep): Promise<TestPhone> {
  const test = createTestPhone()
  render(<App phone={test.phone} />)
  await act(async () => stopsAt[step](test))
  await waitFor(() => expect(test.state().session).toMatchObject({ step }))
  return test
}

const present = () =>
  within(screen.getByRole('list', { name: 'Steps to go online' }))
    .getAllByRole('listitem')
    .find((item) => item.getAttribute('aria-current') === 'step')

afterEach(() => {
  vi.useRealTimers()
})

describe.each(steps)('going online that waits at %s', (step) => {
  it('says so', async () => {
    await stopAt(step)
    expect(present()).toHaveTextContent(names[step])
  })

  it('is cancelled, and everything that was opened is given back', async () => {
    const user = userEvent.setup()
    const { application, clients, state } = await stopAt(step)
    await user.click(screen.getByRole('button', { name: 'Cancel' }))

    expect(screen.getByRole('status', { name: 'Phone status' })).toHaveTextContent('Offline')
    expect(state().session).toEqual({ status: 'offline' })
    expect(screen.queryByRole('alert')).toBeNull()
    expect(application.deleteEndpoint).toHaveBeenCalledTimes(step === 'token' ? 0 : 1)
    for (const client of clients) expect(client.disconnect).toHaveBeenCalled()
    expect(application.subscriptions()).toBe(0)
    expect(document.activeElement).toBe(document.querySelector('#stage'))
  })

  it('gives the most frequent reason after four seconds, and says it', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true })
    await stopAt(step)
    expect(screen.queryByText(/most often/i)).toBeNull()
    act(() => void vi.advanceTimersByTime(4_000))
    const [shown, said] = screen.getAllByText(/most often/i)
    expect(shown).toBeVisible()
    expect(said?.parentElement).toHaveAttribute('aria-live', 'polite')
  })
})

it('does not come online any more when what was awaited comes after Cancel', async () => {
  const user = userEvent.setup()
  const test = createTestPhone()
  let grant = () => {}
  const { createEndpoint } = test.application
  const answer = await createEndpoint()
  createEndpoint.mockImplementationOnce(
    () => new Promise((resolve) => (grant = () => resolve(answer))),
  )
  render(<App phone={test.phone} />)
  await user.click(screen.getByRole('button', { name: 'Go online' }))
  await user.click(screen.getByRole('button', { name: 'Cancel' }))
  await act(async () => grant())
  expect(test.state().session).toEqual({ status: 'offline' })
  expect(test.application.deleteEndpoint).toHaveBeenCalledWith(answer.endpointId)
})
