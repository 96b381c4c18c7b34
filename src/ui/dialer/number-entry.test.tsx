import { act, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createTestPhone } from '../../testing/create-test-phone.ts'
import { App } from '../app.tsx'
import type { DialerProps } from './dialer.tsx'

const field = () => screen.getByRole<HTMLInputElement>('textbox', { name: 'Phone number' })
const callButton = () => screen.getByRole('button', { name: 'Call' })
const button = (name: string | RegExp) => screen.findByRole('button', { name })

async function renderPhone(dialing: DialerProps = {}) {
  const test = createTestPhone()
  render(<App phone={test.phone} dialing={dialing} />)
  await act(test.goOnline)
  await waitFor(() => expect(test.state().numberPlan).not.toBeNull())
  return { ...test, user: userEvent.setup({ delay: null }) }
}

/** Calls somebody, who hangs up. */
async function haveCalled(test: Awaited<ReturnType<typeof renderPhone>>, ...numbers: string[]) {
  for (const number of numbers) {
    await act(() => test.phone.dial(number))
    act(() => test.phone.hangUp())
  }
}

const typeAt = async (
  test: { user: ReturnType<typeof userEvent.setup> },
  caret: number,
  keys: string,
) => {
  field().setSelectionRange(caret, caret)
  await test.user.keyboard(keys)
}

/** Hundreds of countries by role take their time. */
const patience = { timeout: 10_000 }

const caret = () => field().selectionStart

// What is loaded when first opened is loaded before, so that a busy machine does not look like a missing dialog.
beforeAll(() => Promise.all([import('./which-number.tsx'), import('./dialing-settings.tsx')]))

describe('what is typed', () => {
  it('is written as its country writes it, and the caret stays', async () => {
    const test = await renderPhone()
    await test.user.type(field(), '9195550101')
    expect(field()).toHaveValue('(919) 555-0101')
    await typeAt(test, 7, '{Backspace}')
    expect(field()).toHaveValue('(919) 550-101')
    expect(caret()).toBe(6)
    await test.user.keyboard('5')
    expect(field()).toHaveValue('(919) 555-0101')
    expect(caret()).toBe(7)
  })

  it('can be erased to the last digit, past what nobody typed', async () => {
    const { user } = await renderPhone()
    await user.type(field(), '9195')
    await user.keyboard('{Backspace}{Backspace}')
    expect(field()).toHaveValue('91')
    await user.keyboard('{Backspace}{Backspace}')
    expect(field()).toHaveValue('')
  })

  it('loses the digit behind a separator by Delete, and a selection as a whole', async () => {
    const test = await renderPhone()
    await test.user.type(field(), '9195550101')
    await typeAt(test, 4, '{Delete}')
    expect(field()).toHaveValue('(919) 550-101')
    field().setSelectionRange(1, 6)
    await test.user.keyboard('2')
    expect(field().value.replaceAll(/\D/g, '')).toBe('2550101')
    expect(caret()).toBe(field().value.indexOf('2') + 1)
  })

  it.each(['*69', '919#', '+', 'call me'])(
    'is left alone where it is no number: %s',
    async (text) => {
      const { user } = await renderPhone()
      await user.type(field(), text)
      expect(field()).toHaveValue(text)
    },
  )

  it('makes a plus of 0 with Shift, for whoever cannot hold a key of the mouse', async () => {
    await renderPhone()
    const zero = screen.getByRole('button', { name: '0 +' })
    expect(zero).toHaveAccessibleDescription(/Shift/)
    fireEvent.click(zero, { shiftKey: true })
    expect(field()).toHaveValue('+')
  })
})

describe('what is pasted', () => {
  it.each([
    ['tel:+44-20-7946-0018', '+44 20 7946 0018'],
    ['  +1 (919) 555‑0101 ', '+1 919 555 0101'],
    ['９１９５５５０１０１', '(919) 555-0101'],
    ['Ann: 919.555.0101 (mornings)', '(919) 555-0101'],
    ['*69', '*69'],
    ['nothing to dial', 'nothing to dial'],
  ])('from %j is %j', async (pasted, value) => {
    const { user, client } = await renderPhone()
    await user.click(field())
    await user.paste(pasted)
    expect(field()).toHaveValue(value)
    expect(client().requestOutboundConnection).not.toHaveBeenCalled()
  })

  it('goes in at the caret', async () => {
    const { user } = await renderPhone()
    await user.type(field(), '9190101')
    field().setSelectionRange(4, 4)
    await user.paste('555')
    expect(field()).toHaveValue('(919) 555-0101')
  })

  it('with an extension says that it is not dialled', async () => {
    const { user } = await renderPhone()
    await user.click(field())
    await user.paste('tel:+1-919-555-0101;ext=5')
    expect(field()).toHaveAccessibleDescription(/United States.*Extension 5 is not dialled/)
    await user.keyboard('{Backspace}')
    expect(field()).not.toHaveAccessibleDescription(/Extension/)
  })

  it('with several numbers asks which, and dials none', async () => {
    const { user, client } = await renderPhone()
    await user.click(field())
    await user.paste('Office 919 555 0101, London +44 20 7946 0018')
    const choice = await screen.findByRole('dialog', { name: 'Which number?' }, patience)
    expect(within(choice).getByRole('button', { name: /United States/ })).toHaveFocus()
    await user.tab()
    await user.keyboard('{Enter}')
    expect(field()).toHaveValue('+44 20 7946 0018')
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument()
    expect(field()).toHaveFocus()
    expect(client().requestOutboundConnection).not.toHaveBeenCalled()
  })
})

describe('the country', () => {
  it('is found by its name, and the number is read anew', async () => {
    const { user, state } = await renderPhone()
    await user.type(field(), '02079460018')
    await user.click(await button('United States +1'))
    const choice = await screen.findByRole('combobox', { name: 'Country' }, patience)
    await user.type(choice, 'United K{Enter}')
    expect(await button('United Kingdom +44')).toBeVisible()
    expect(field()).toHaveValue('020 7946 0018')
    expect(field()).toHaveAccessibleDescription(/020 7946 0018 · United Kingdom/)
    expect(state().preferences.country).toBe('GB')
  })

  it('that nobody knows is said to be so', async () => {
    const { user, state } = await renderPhone()
    await user.click(await button('United States +1'))
    await user.type(
      await screen.findByRole('combobox', { name: 'Country' }, patience),
      'Atlantis{Enter}',
    )
    expect(await screen.findByRole('alert')).toHaveTextContent(/No single country is called that/)
    expect(state().preferences.country).toBe('US')
  })
})

describe('redial', () => {
  it('shows the last number on the first Enter, and calls it on the second', async () => {
    const test = await renderPhone()
    await haveCalled(test, '+19195550101')
    await test.user.click(field())
    await test.user.keyboard('{Enter}')
    expect(field()).toHaveValue('(919) 555-0101')
    expect(field()).toHaveAccessibleDescription(/Your last call/)
    expect(test.client().requestOutboundConnection).toHaveBeenCalledTimes(1)
    await test.user.keyboard('{Enter}')
    await waitFor(() => expect(test.client().requestOutboundConnection).toHaveBeenCalledTimes(2))
  })

  it('takes neither a key that is held nor a double click for a second press', async () => {
    const test = await renderPhone()
    await haveCalled(test, '+19195550101')
    await test.user.click(field())
    await test.user.keyboard('{Enter>5/}')
    expect(field()).toHaveValue('(919) 555-0101')
    await test.user.clear(field())
    await test.user.dblClick(callButton())
    expect(field()).toHaveValue('(919) 555-0101')
    expect(test.client().requestOutboundConnection).toHaveBeenCalledTimes(1)
  })
})

describe('recent calls while a number is typed', () => {
  let test: Awaited<ReturnType<typeof renderPhone>>
  const options = () =>
    within(screen.getByRole('form', { name: 'Dialer' }))
      .queryAllByRole('option')
      .map(({ textContent }) => textContent)
  beforeEach(async () => {
    test = await renderPhone()
    await haveCalled(test, '+19195550102', '+442079460018', '+19195550101')
  })

  it('are chosen by arrows, filled in by Enter and called by another', async () => {
    await test.user.type(field(), '919')
    expect(options()).toEqual([
      expect.stringContaining('(919) 555-0101'),
      expect.stringContaining('(919) 555-0102'),
    ])
    await test.user.keyboard('{ArrowDown}{ArrowDown}')
    const second = screen.getByRole('option', { name: /555-0102/ })
    expect(second).toHaveAttribute('aria-selected', 'true')
    expect(field()).toHaveAttribute('aria-activedescendant', second.id)
    await test.user.keyboard('{Enter}')
    expect(field()).toHaveValue('(919) 555-0102')
    expect(options()).toEqual([])
    expect(test.client().requestOutboundConnection).toHaveBeenCalledTimes(3)
  })

  it('are filled in by a click, which leaves the focus in the field', async () => {
    await test.user.type(field(), '+44')
    await test.user.click(screen.getByRole('option', { name: /\+44 20 7946 0018/ }))
    expect(field()).toHaveValue('+44 20 7946 0018')
    expect(field()).toHaveFocus()
  })

  it('go away by Escape, and come by an arrow', async () => {
    await test.user.type(field(), '919{Escape}')
    expect(options()).toEqual([])
    expect(field()).toHaveValue('(919)')
    await test.user.keyboard('{ArrowDown}')
    expect(options()).toHaveLength(2)
  })

  it('are not laid over the keypad by its keys', async () => {
    await test.user.click(screen.getByRole('button', { name: '9 WXYZ' }))
    expect(options()).toEqual([])
  })
})

describe('a page that was opened to dial', () => {
  it('fills in the number, waits at Call, and dials nothing', async () => {
    const test = await renderPhone({ request: 'tel:+1-919-555-0101;ext=7' })
    expect(field()).toHaveValue('(919) 555-0101')
    expect(field()).toHaveAccessibleDescription(/Extension 7/)
    expect(callButton()).toHaveFocus()
    expect(test.client().requestOutboundConnection).not.toHaveBeenCalled()
    await test.user.keyboard('{Enter}')
    expect(await screen.findByRole('region', { name: 'Current call' })).toBeVisible()
  })
})

describe('telephone links', () => {
  const claim = /Open telephone links/

  it.each([
    [true, /allow it/],
    [false, /refused/],
  ])('are offered, and the answer is told: %s', async (answer, words) => {
    const claimTelLinks = vi.fn(() => answer)
    const { user } = await renderPhone({ claimTelLinks })
    await user.click(await button('United States +1'))
    await user.click(await button(claim))
    expect(screen.getByText(words)).toBeVisible()
    expect(claimTelLinks).toHaveBeenCalledTimes(1)
  })

  it('are not offered where the browser cannot', async () => {
    const { user } = await renderPhone()
    await user.click(await button('United States +1'))
    await screen.findByRole('dialog', { name: 'Dialing' })
    expect(screen.queryByRole('button', { name: claim })).not.toBeInTheDocument()
  })
})
