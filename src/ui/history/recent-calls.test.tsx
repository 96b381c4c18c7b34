import { act, render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import { createTestPhone } from '../../testing/create-test-phone.ts'
import { App } from '../app.tsx'

const recents = () => within(screen.getByRole('region', { name: 'Recent calls' }))

async function renderOnline() {
  const test = createTestPhone()
  render(<App phone={test.phone} />)
  await act(test.goOnline)
  await waitFor(() => expect(test.state().numberPlan).not.toBeNull())
  return { ...test, user: userEvent.setup() }
}

it('says that there are none, instead of showing nothing', async () => {
  await renderOnline()
  expect(recents().getByText(/No calls yet/)).toBeVisible()
  expect(recents().queryByRole('listitem')).toBeNull()
})

it('shows direction, number, time and outcome of a missed call, and calls back', async () => {
  const { user, ring, client } = await renderOnline()
  act(() => ring('+13035550142'))
  act(() => client().emit({ type: 'streamUnavailable', streamId: 'stream-1' }))
  expect(recents().getByRole('listitem')).toHaveTextContent(
    /\(303\) 555-0142.*Incoming · \d\d:\d\d · Missed/,
  )
  await user.click(recents().getByRole('button', { name: 'Call back (303) 555-0142' }))
  expect(client().requestOutboundConnection).toHaveBeenCalledWith('+13035550142', 'PHONE_NUMBER')
})

it('shows how long a call was spoken', async () => {
  const { phone, answer } = await renderOnline()
  await act(() => phone.dial('+19195550101'))
  act(() => answer())
  act(() => phone.hangUp())
  expect(recents().getByRole('listitem')).toHaveTextContent(/Outgoing · \d\d:\d\d · 0 s/)
})

it('cannot call back a number that was withheld', async () => {
  const { ring, client } = await renderOnline()
  act(() => ring(''))
  act(() => client().emit({ type: 'streamUnavailable', streamId: 'stream-1' }))
  expect(recents().getByRole('listitem')).toHaveTextContent('Number withheld')
  expect(recents().queryByRole('button', { name: /Call back/ })).toBeNull()
})
