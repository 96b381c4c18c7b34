import { act, render, screen, within } from '@testing-library/react'
import { beforeAll, expect, it } from 'vitest'
import { createTestPhone } from '../../testing/create-test-phone.ts'
import { App } from '../app.tsx'

// What is loaded when first shown is loaded before, so that a busy machine does not look like a missing part.
beforeAll(() => import('./companion.tsx'))

const companion = async () => within(await screen.findByRole('region', { name: 'This call' }))

async function renderOnline() {
  const test = createTestPhone()
  render(<App phone={test.phone} />)
  await act(test.goOnline)
  return test
}

it('is there from the first ring until the call is put away', async () => {
  const { phone, ring } = await renderOnline()
  expect(screen.queryByRole('region', { name: 'This call' })).toBeNull()
  act(() => ring())
  expect((await companion()).getByText('The first call with this number.')).toBeVisible()
  await act(async () => phone.accept())
  act(() => phone.hangUp())
  expect((await companion()).getByRole('heading', { name: 'This call' })).toBeVisible()
  act(() => phone.dismissCall())
  expect(screen.queryByRole('region', { name: 'This call' })).toBeNull()
})

it('tells of earlier calls with the number, and of no others', async () => {
  const { phone, client, ring } = await renderOnline()
  const missed = (from: string, stream: string) => {
    act(() => ring(from, stream, stream))
    act(() => client().emit({ type: 'streamUnavailable', streamId: stream }))
    act(() => phone.dismissCall())
  }
  missed('+19195550100', 'one')
  missed('+13035550142', 'two')
  act(() => ring('+19195550100', 'three', 'three'))
  const earlier = (await companion()).getAllByRole('listitem')
  expect(earlier).toHaveLength(1)
  expect(earlier[0]).toHaveTextContent(/Incoming · .* · Missed/)
})

it('says that a caller withholds the number', async () => {
  const { ring } = await renderOnline()
  act(() => ring(''))
  expect((await companion()).getByText('The caller withholds the number.')).toBeVisible()
})
