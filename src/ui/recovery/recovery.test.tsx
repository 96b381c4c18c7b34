import { act, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import { BrtcError } from '../../brtc/errors.ts'
import { createTestPhone } from '../../testing/create-test-phone.ts'
import { App } from '../app.tsx'
import { loadRecoveryScene } from './lazy-recovery-scene.tsx'

const status = () => screen.getByRole('status', { name: 'Phone status' })
const region = () => screen.getByRole('region', { name: 'Current call' })

async function renderOnline() {
  // As the page does, before it is needed: the countdown does not wait for it.
  await loadRecoveryScene()
  const test = createTestPhone()
  render(<App phone={test.phone} />)
  await act(test.goOnline)
  const close = (closeCode: number) =>
    act(async () =>
      test.client().emit({
        type: 'disconnected',
        error: new BrtcError('closed', 'The socket closed.'),
        closeCode,
      }),
    )
  return { ...test, close, user: userEvent.setup() }
}

it('says what it comes back from, counts down, and tries now when asked to', async () => {
  const { close, user, clients } = await renderOnline()
  await close(1001)
  expect(status()).toHaveTextContent(/^Reconnecting$/)
  expect(await screen.findByRole('heading', { name: /moves this phone/ })).toBeVisible()
  expect(screen.getByRole('timer', { name: 'Next attempt in' })).toHaveTextContent('0:01')
  await user.click(screen.getByRole('button', { name: 'Try now' }))
  expect(await screen.findByText(/may not ring here: the application/)).toBeVisible()
  expect(status()).toHaveTextContent(/^Connected$/)
  expect(clients).toHaveLength(2)
})

it.each(['Stop trying', 'Go offline'])('goes offline by %s', async (name) => {
  const { close, user } = await renderOnline()
  await close(1001)
  await user.click(await screen.findByRole('button', { name }))
  expect(status()).toHaveTextContent(/^Offline$/)
})

it('waits for the network without a countdown, and is back with it', async () => {
  const { surroundings } = await renderOnline()
  act(() => surroundings.tell('offline'))
  expect(status()).toHaveTextContent(/^Reconnecting$/)
  expect(await screen.findByRole('heading', { name: /no network/ })).toBeVisible()
  expect(screen.queryByRole('timer')).toBeNull()
  act(() => surroundings.tell('online'))
  expect(await screen.findByText(/Bandwidth hears this phone/)).toBeVisible()
  expect(status()).toHaveTextContent(/^Eligible$/)
})

it('counts down to another audio path while Bandwidth may repair the one that failed', async () => {
  const { client } = await renderOnline()
  act(() => client().emit({ type: 'peerStateChanged', peer: 'subscribe', state: 'failed' }))
  expect(status()).toHaveTextContent(/^Reconnecting$/)
  expect(await screen.findByRole('timer', { name: 'Another connection in' })).toHaveTextContent(
    /0:1[45]/,
  )
})

it('keeps the call on the screen while its connection is away, with all that still works', async () => {
  const { close, answer, phone, user } = await renderOnline()
  await act(() => phone.dial('+19195550101'))
  act(() => answer())
  await close(1011)
  expect(region()).toHaveTextContent(/Reconnecting · Outgoing.*go on talking/)
  expect(status()).toHaveTextContent(/^Reconnecting$/)
  expect(screen.getByRole('switch', { name: /Mute/ })).toBeVisible()
  await user.click(screen.getByRole('button', { name: /Hang up/ }))
  expect(region()).toHaveTextContent('Ended · Hung up')
})
