import { act, render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeAll, describe, expect, it } from 'vitest'
import { createTestPhone } from '../../testing/create-test-phone.ts'
import { createMemoryDisk, openMemoryRecords } from '../../testing/memory-records.ts'
import { endedCall } from '../../testing/record-store-tests.ts'
import { App } from '../app.tsx'

// What is loaded when first opened is loaded before, so that a busy machine does not look like a missing part.
beforeAll(() =>
  Promise.all([
    import('./history.tsx'),
    import('./call-details.tsx'),
    import('../contacts/contacts-dialog.tsx'),
    import('../settings/settings-dialog.tsx'),
  ]),
)

const recents = () => within(screen.getByRole('region', { name: 'Recent calls' }))

async function renderOnline(disk = createMemoryDisk()) {
  const test = createTestPhone({ openRecords: async () => openMemoryRecords(disk) })
  await act(() => test.phone.loadRecords())
  render(<App phone={test.phone} />)
  await act(test.goOnline)
  await waitFor(() => expect(test.state().numberPlan).not.toBeNull())
  await waitFor(() => expect(test.state().records).not.toBe('reading'))
  return { ...test, disk, user: userEvent.setup() }
}

it('says that there are none, instead of showing nothing', async () => {
  await renderOnline()
  expect(await recents().findByText(/No calls yet. They are kept in this browser/)).toBeVisible()
  expect(recents().queryByRole('listitem')).toBeNull()
})

it('shows direction, number, time and outcome of a missed call, and calls back', async () => {
  const { user, ring, client } = await renderOnline()
  act(() => ring('+13035550142'))
  act(() => client().emit({ type: 'streamUnavailable', streamId: 'stream-1' }))
  expect(await recents().findByRole('listitem')).toHaveTextContent(
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
  await waitFor(() =>
    expect(recents().getByRole('listitem')).toHaveTextContent(/Outgoing · \d\d:\d\d · 0 s/),
  )
})

it('cannot call back a number that was withheld', async () => {
  const { ring, client } = await renderOnline()
  act(() => ring(''))
  act(() => client().emit({ type: 'streamUnavailable', streamId: 'stream-1' }))
  expect(await recents().findByRole('listitem')).toHaveTextContent('Number withheld')
  expect(recents().queryByRole('button', { name: /Call back/ })).toBeNull()
})

describe('the history', () => {
  const some = () => {
    const disk = createMemoryDisk()
    const calls = [
      endedCall(1, { number: '+13035550142', direction: 'inbound', cause: 'missed' }),
      endedCall(2, { number: '+19195550101', direction: 'outbound', note: 'Wants a parcel.' }),
      endedCall(3, { number: '+442079460018', direction: 'inbound' }),
    ]
    for (const call of calls) disk.calls.records.set(call.id, call)
    disk.contacts.records.set('ann', {
      id: 'ann',
      name: 'Ann Lee',
      numbers: ['+442079460018'],
      note: '',
    })
    return disk
  }
  const rows = () => recents().queryAllByRole('listitem')

  it('has what was there before, by name and the newest first, each with its place', async () => {
    await renderOnline(some())
    expect(rows().map((row) => row.textContent)).toEqual([
      expect.stringMatching(/^Ann Lee/),
      expect.stringMatching(/^\(919\) 555-0101.*Wants a parcel/),
      expect.stringMatching(/^\(303\) 555-0142.*missed/),
    ])
    expect(rows()[2]).toHaveAttribute('aria-posinset', '3')
    expect(rows()[2]).toHaveAttribute('aria-setsize', '3')
    expect(recents().getByRole('button', { name: 'Call back Ann Lee' })).toBeVisible()
  })

  it('is searched and narrowed, and says how much is left', async () => {
    const { user } = await renderOnline(some())
    const search = recents().getByRole('searchbox', { name: 'Search calls' })
    await user.type(search, 'parcel')
    await waitFor(() => expect(rows()).toHaveLength(1))
    expect(recents().getByRole('status')).toHaveTextContent('1 of 3 calls')
    await user.clear(search)
    await user.selectOptions(recents().getByRole('combobox', { name: 'Show' }), 'Missed')
    await waitFor(() => expect(rows()).toHaveLength(1))
    expect(rows()[0]).toHaveTextContent('(303) 555-0142')
    await user.type(search, 'nobody')
    expect(await recents().findByText('No call is like that.')).toBeVisible()
  })

  it('draws of fifty thousand calls only what is seen', async () => {
    const disk = createMemoryDisk()
    for (let index = 0; index < 50_000; index += 1) {
      disk.calls.records.set(`call-${index}`, endedCall(index))
    }
    await renderOnline(disk)
    await waitFor(() => expect(rows().length).toBeGreaterThan(5))
    expect(rows().length).toBeLessThan(40)
    expect(rows()[0]).toHaveAttribute('aria-setsize', '50000')
  })

  it('tells of one call all there is, and keeps a note that is written later', async () => {
    const { user, disk } = await renderOnline(some())
    await user.click(recents().getByRole('button', { name: /^Ann Lee.*Incoming/ }))
    const dialog = within(await screen.findByRole('dialog', { name: 'Ann Lee' }))
    const fact = (term: string) => dialog.getByText(term).nextElementSibling?.textContent
    expect(fact('Number')).toMatch(/\+44 20 7946 0018 · United Kingdom/)
    expect(fact('Ended')).toMatch(/\(25 s\)/)
    expect(fact('Outcome')).toBe('Hung up. The call is over.')
    expect(dialog.queryByRole('button', { name: 'Add to contacts' })).toBeNull()
    await user.type(dialog.getByRole('textbox', { name: 'Notes' }), 'Paid.')
    await user.click(dialog.getByRole('button', { name: 'Close' }))
    await waitFor(() => expect(disk.calls.records.get('call-3')).toMatchObject({ note: 'Paid.' }))
  })

  it('deletes a call for good, when asked twice', async () => {
    const { user, disk } = await renderOnline(some())
    await user.click(recents().getByRole('button', { name: /303.*missed/i }))
    const dialog = within(await screen.findByRole('dialog'))
    await user.click(dialog.getByRole('button', { name: 'Delete' }))
    expect(dialog.getByRole('group', { name: /for good/ })).toBeVisible()
    expect(dialog.getByRole('button', { name: 'Keep' })).toHaveFocus()
    await user.click(dialog.getByRole('button', { name: 'Keep' }))
    expect(dialog.getByRole('button', { name: 'Delete' })).toHaveFocus()
    await user.click(dialog.getByRole('button', { name: 'Delete' }))
    await user.click(dialog.getByRole('button', { name: 'Delete' }))
    await waitFor(() => expect(rows()).toHaveLength(2))
    await waitFor(() => expect(disk.calls.records.has('call-1')).toBe(false))
  })

  it('makes a contact of whoever called', async () => {
    const { user, disk } = await renderOnline(some())
    await user.click(recents().getByRole('button', { name: /303.*missed/i }))
    await user.click(await screen.findByRole('button', { name: 'Add to contacts' }))
    const dialog = within(await screen.findByRole('dialog', { name: 'New contact' }))
    expect(dialog.getByRole('textbox', { name: /Numbers/ })).toHaveValue('(303) 555-0142')
    await user.type(dialog.getByRole('textbox', { name: 'Name' }), 'Bob')
    await user.click(dialog.getByRole('button', { name: 'Save' }))
    expect(await recents().findByText('Bob')).toBeVisible()
    expect([...disk.contacts.records.values()]).toContainEqual(
      expect.objectContaining({ name: 'Bob', numbers: ['+13035550142'] }),
    )
  })

  it('that cannot be kept says so, with what to do, and goes on', async () => {
    const disk = createMemoryDisk()
    disk.fault = 'refused'
    const { phone } = await renderOnline(disk)
    expect(await recents().findByRole('alert')).toHaveTextContent(/does not let.*records-refused/)
    await act(() => phone.dial('+19195550101'))
    act(() => phone.hangUp())
    await waitFor(() => expect(rows()).toHaveLength(1))
  })
})
