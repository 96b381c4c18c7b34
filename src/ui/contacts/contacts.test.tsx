import { act, render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createTestPhone } from '../../testing/create-test-phone.ts'
import { createMemoryDisk, openMemoryRecords } from '../../testing/memory-records.ts'
import { App } from '../app.tsx'

// What is loaded when first opened is loaded before, so that a busy machine does not look like a missing part.
beforeAll(() => Promise.all([import('../history/history.tsx'), import('./contacts-dialog.tsx')]))

let disk = createMemoryDisk()
beforeEach(() => {
  disk = createMemoryDisk()
})
const ann = { id: 'ann', name: 'Ann Lee', numbers: ['+19195550101', '+442079460018'], note: 'Boss' }
const kept = () => [...disk.contacts.records.values()]

async function renderPhone(...contacts: (typeof ann)[]) {
  for (const contact of contacts) disk.contacts.records.set(contact.id, contact)
  const test = createTestPhone({ openRecords: async () => openMemoryRecords(disk) })
  render(<App phone={test.phone} />)
  await act(() => test.phone.loadRecords())
  await act(test.goOnline)
  await waitFor(() => expect(test.state().numberPlan).not.toBeNull())
  return { ...test, user: userEvent.setup() }
}

async function openContacts(...contacts: (typeof ann)[]) {
  const test = await renderPhone(...contacts)
  await test.user.click(await screen.findByRole('button', { name: 'Contacts' }))
  const dialog = within(await screen.findByRole('dialog'))
  return { ...test, dialog }
}

describe('contacts', () => {
  it('are added, with the number as it is written', async () => {
    const { user, dialog } = await openContacts()
    expect(dialog.getByText(/No contacts yet/)).toBeVisible()
    await user.click(dialog.getByRole('button', { name: 'Add' }))
    await user.type(dialog.getByRole('textbox', { name: 'Name' }), '  Ann   Lee ')
    await user.type(
      dialog.getByRole('textbox', { name: /Numbers/ }),
      '(919) 555-0101{Enter}+44 20 7946 0018{Enter}919 555 0101',
    )
    await user.click(dialog.getByRole('button', { name: 'Save' }))
    expect(await dialog.findByRole('listitem')).toHaveTextContent('Ann Lee')
    expect(kept()).toMatchObject([{ name: 'Ann Lee', numbers: ['+19195550101', '+442079460018'] }])
  })

  it('without a name, or with what is no number, are not, and the field says why', async () => {
    const { user, dialog } = await openContacts()
    await user.click(dialog.getByRole('button', { name: 'Add' }))
    await user.type(dialog.getByRole('textbox', { name: /Numbers/ }), '12')
    await user.click(dialog.getByRole('button', { name: 'Save' }))
    expect(dialog.getByRole('textbox', { name: 'Name' })).toHaveAccessibleDescription(
      /needs a name/,
    )
    expect(dialog.getByRole('textbox', { name: /Numbers/ })).toHaveAccessibleDescription(
      /no number that can be called: 12/,
    )
    expect(kept()).toEqual([])
  })

  it('are changed and deleted', async () => {
    const { user, dialog } = await openContacts(ann)
    await user.click(await dialog.findByRole('button', { name: 'Edit Ann Lee' }))
    await user.type(dialog.getByRole('textbox', { name: 'Name' }), '-Smith')
    await user.click(dialog.getByRole('button', { name: 'Save' }))
    await waitFor(() => expect(kept()).toEqual([{ ...ann, name: 'Ann Lee-Smith' }]))
    await user.click(await dialog.findByRole('button', { name: 'Edit Ann Lee-Smith' }))
    await user.click(dialog.getByRole('button', { name: 'Delete' }))
    await user.click(dialog.getByRole('button', { name: 'Delete' }))
    await waitFor(() => expect(kept()).toEqual([]))
  })

  it('are found by name, by number and by note, and called', async () => {
    const bob = { id: 'bob', name: 'Bob', numbers: ['+13035550142'], note: '' }
    const { user, dialog, client } = await openContacts(bob, ann)
    const names = () => dialog.queryAllByRole('listitem').map((row) => row.textContent.slice(0, 3))
    await waitFor(() => expect(names()).toEqual(['Ann', 'Bob']))
    const search = dialog.getByRole('searchbox', { name: 'Search contacts' })
    for (const [text, found] of [
      ['bo', ['Ann', 'Bob']],
      ['bob', ['Bob']],
      ['7946', ['Ann']],
      ['nobody', []],
    ] as const) {
      await user.clear(search)
      await user.type(search, text)
      await waitFor(() => expect(names()).toEqual(found))
    }
    await user.clear(search)
    await user.click(await dialog.findByRole('button', { name: 'Call Ann Lee, +44 20 7946 0018' }))
    expect(screen.queryByRole('dialog')).toBeNull()
    await waitFor(() =>
      expect(client().requestOutboundConnection).toHaveBeenCalledWith(
        '+442079460018',
        'PHONE_NUMBER',
      ),
    )
  })
})

describe('a name', () => {
  it('stands for the number wherever somebody calls, with the number beside it', async () => {
    const { ring, user, phone } = await renderPhone(ann)
    act(() => ring('+19195550101'))
    const incoming = screen.getByRole('alertdialog', { name: 'Incoming call' })
    expect(within(incoming).getByRole('heading', { name: 'Ann Lee' })).toBeVisible()
    expect(incoming).toHaveTextContent('(919) 555-0101 · United States')
    expect(document.title).toBe('Incoming call — Ann Lee')
    await user.click(within(incoming).getByRole('button', { name: 'Accept' }))
    const call = await screen.findByRole('region', { name: 'Current call' })
    expect(call).toHaveTextContent(/Ann Lee.*\(919\) 555-0101/)
    act(() => phone.hangUp())
    const recents = screen.getByRole('region', { name: 'Recent calls' })
    expect(await within(recents).findByRole('listitem')).toHaveTextContent('Ann Lee')
  })

  it('is typed instead of a number', async () => {
    const { user } = await renderPhone(ann)
    const field = screen.getByRole('textbox', { name: 'Phone number' })
    await user.type(field, 'lee')
    expect(field).toHaveAccessibleDescription('Choose who is to be called.')
    await user.keyboard('{ArrowDown}{Enter}')
    expect(field).toHaveValue('(919) 555-0101')
  })
})

describe('an import', () => {
  async function choose(content: string) {
    const test = await openContacts({ ...ann, numbers: ['+19195550101'] })
    await test.user.click(test.dialog.getByRole('button', { name: 'Import' }))
    const input = test.dialog.getByLabelText('Choose a file', { selector: 'input' })
    await test.user.upload(input, new File([content], 'contacts.csv', { type: 'text/csv' }))
    return test
  }

  it('shows what is in the file and what is left out, and why, before it keeps anything', async () => {
    const { user, dialog } = await choose(
      'Name,Phone\nAnn Lee,919 555 0101\nBob,303 555 0142\nCarol,12\n,919 555 0103\n',
    )
    expect(
      await dialog.findByText('1 contact to import. 1 there already. 2 left out.'),
    ).toBeVisible()
    const preview = within(dialog.getByRole('table', { name: 'The first of them' }))
    expect(preview.getByRole('row', { name: 'Bob (303) 555-0142' })).toBeVisible()
    const refused = within(dialog.getByRole('table', { name: 'What is left out' }))
    expect(refused.getByRole('row', { name: /^4 Carol .*: 12$/ })).toBeVisible()
    expect(refused.getByRole('row', { name: /^5 .*no name/ })).toBeVisible()
    expect(kept()).toHaveLength(1)

    await user.click(dialog.getByRole('button', { name: 'Import 1 contact' }))
    expect(await dialog.findByText('1 contact was imported.')).toBeVisible()
    expect(kept().map(({ name }) => name)).toEqual(['Ann Lee', 'Bob'])
    await user.click(dialog.getByRole('button', { name: 'Done' }))
    expect(await dialog.findByRole('button', { name: 'Edit Bob' })).toBeVisible()
  })

  it('of many shows how far it is', async () => {
    const rows = Array.from({ length: 600 }, (_, index) => `Ann ${index},919555${1000 + index}`)
    const { user, dialog } = await choose(['Name,Phone', ...rows].join('\n'))
    const shares: (string | null)[] = []
    const look = () => {
      const [bar] = dialog.queryAllByRole('progressbar')
      if (bar) shares.push(bar.getAttribute('value'))
    }
    const watching = new MutationObserver(look)
    watching.observe(document.body, { subtree: true, attributes: true, childList: true })
    await user.click(await dialog.findByRole('button', { name: 'Import 600 contacts' }))
    expect(await dialog.findByText('600 contacts were imported.')).toBeVisible()
    watching.disconnect()
    expect(new Set(shares).size).toBeGreaterThan(1)
    expect(kept()).toHaveLength(601)
  })

  it('of something else says what it should be', async () => {
    const { dialog } = await choose('Dear Ann,')
    expect(await dialog.findByRole('alert')).toHaveTextContent(/neither vCards nor.*Name and Phone/)
    expect(dialog.queryByRole('button', { name: /^Import/ })).toBeNull()
  })
})

it('contacts leave as a table and as vCards', async () => {
  const saved: Blob[] = []
  vi.stubGlobal(
    'URL',
    Object.assign(URL, {
      createObjectURL: (blob: Blob) => `blob:${saved.push(blob)}`,
      revokeObjectURL: () => {},
    }),
  )
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => {})
  const { user, dialog } = await openContacts(ann)
  await user.click(dialog.getByRole('button', { name: 'Export or delete contacts' }))
  await user.click(dialog.getByRole('button', { name: 'Export contacts as CSV' }))
  await user.click(dialog.getByRole('button', { name: 'Export contacts as vCard' }))
  const [csv = '', vcard = ''] = await Promise.all(saved.map((blob) => blob.text()))
  expect(csv).toContain('Ann Lee,+19195550101; +442079460018,Boss')
  expect(vcard).toContain('TEL;TYPE=VOICE:+442079460018')
})
