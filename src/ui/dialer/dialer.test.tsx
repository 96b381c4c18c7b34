import { act, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createTestPhone } from '../../testing/create-test-phone.ts'
import { App } from '../app.tsx'

const field = () => screen.getByRole<HTMLInputElement>('textbox', { name: 'Phone number' })
const keypad = () => within(screen.getByRole('group', { name: 'Keypad' }))
const key = (name: string) => keypad().getByRole('button', { name })
const currentCall = () => screen.findByRole('region', { name: 'Current call' })

async function renderOnline() {
  const test = createTestPhone()
  render(<App phone={test.phone} />)
  await act(test.goOnline)
  await waitFor(() => expect(test.state().numberPlan).not.toBeNull())
  return { ...test, user: userEvent.setup() }
}

afterEach(() => {
  vi.useRealTimers()
})

describe('the number field', () => {
  it('calls on Enter and is empty again', async () => {
    const { user } = await renderOnline()
    await user.type(field(), '(919) 555-0101{Enter}')
    expect(await currentCall()).toHaveTextContent('(919) 555-0101')
    expect(field()).toHaveValue('')
  })

  it('keeps what could not be called', async () => {
    const { user } = await renderOnline()
    await user.type(field(), 'call me{Enter}')
    expect(await screen.findByRole('alert')).toHaveTextContent('number-not-a-number')
    expect(field()).toHaveValue('call me')
  })

  it.each([
    ['9195550101', /\(919\) 555-0101 · United States/],
    ['+442079460018', /\+44 20 7946 0018 · United Kingdom/],
    ['+1 919 111 1111', /not a number we know; it will be dialled as is/],
    ['12', /Too short/],
    ['911', /Emergency numbers cannot be called/],
    ['hello', /Not a telephone number/],
  ])('explains %s', async (typed, hint) => {
    const { user } = await renderOnline()
    await user.type(field(), typed)
    expect(field()).toHaveAccessibleDescription(hint)
  })
})

describe('the keypad', () => {
  it('has twelve keys whose names begin with the key', async () => {
    await renderOnline()
    const names = keypad()
      .getAllByRole('button')
      .map((button) => button.getAttribute('aria-label'))
    expect(names.join(', ')).toBe(
      '1, 2 ABC, 3 DEF, 4 GHI, 5 JKL, 6 MNO, 7 PQRS, 8 TUV, 9 WXYZ, *, 0 +, #',
    )
  })

  it('types at the caret and sounds', async () => {
    const { user, audioOutput } = await renderOnline()
    await user.type(field(), '95')
    field().setSelectionRange(1, 1)
    await user.click(key('1'))
    await user.click(key('9 WXYZ'))
    expect(field()).toHaveValue('(919) 5')
    expect(audioOutput.playKey.mock.calls).toEqual([['1'], ['9']])
  })

  it('leaves the focus in the field, so that Enter calls', async () => {
    const { user } = await renderOnline()
    await user.type(field(), '919555010')
    await user.click(key('1'))
    await user.keyboard('{Enter}')
    expect(await currentCall()).toHaveTextContent('(919) 555-0101')
  })

  it('hears the keyboard while one of its keys has the focus', async () => {
    const { user } = await renderOnline()
    key('5 JKL').focus()
    await user.keyboard('+12#{Backspace}')
    expect(field()).toHaveValue('+1 2')
  })

  it('makes a plus of a 0 that is held', async () => {
    await renderOnline()
    vi.useFakeTimers()
    fireEvent.pointerDown(key('0 +'))
    act(() => void vi.advanceTimersByTime(500))
    fireEvent.pointerUp(key('0 +'))
    fireEvent.click(key('0 +'))
    expect(field()).toHaveValue('+')
    fireEvent.pointerDown(key('0 +'))
    act(() => void vi.advanceTimersByTime(499))
    fireEvent.pointerUp(key('0 +'))
    fireEvent.click(key('0 +'))
    expect(field()).toHaveValue('+0')
  })

  it('erases before the caret, and everything when the key is held', async () => {
    const { user } = await renderOnline()
    await user.type(field(), '9195')
    await user.click(screen.getByRole('button', { name: 'Backspace' }))
    field().setSelectionRange(2, 2)
    await user.click(screen.getByRole('button', { name: 'Backspace' }))
    expect(field()).toHaveValue('1 9')
    vi.useFakeTimers()
    fireEvent.pointerDown(screen.getByRole('button', { name: 'Backspace' }))
    act(() => void vi.advanceTimersByTime(500))
    expect(field()).toHaveValue('')
  })

  it('sends its keys to a call that is connected, and types nothing', async () => {
    const { user, answer, client } = await renderOnline()
    await user.type(field(), '9195550106{Enter}')
    await currentCall()
    act(() => answer())
    expect(await screen.findByText('In call')).toBeVisible()
    for (const name of ['1', '5 JKL', '#']) await user.click(key(name))
    expect(client().sendDtmf.mock.calls.flat().join('')).toBe('15#')
    expect(await currentCall()).toHaveTextContent('15#')
    expect(field()).toHaveValue('')
    expect(screen.getAllByRole('group', { name: 'Keypad' })).toHaveLength(1)
  })
})

it('says why Call does nothing when there is a call already', async () => {
  const { user, ring } = await renderOnline()
  act(() => ring())
  await user.type(field(), '9195550101')
  await user.click(screen.getByRole('button', { name: 'Call' }))
  expect(await screen.findByRole('alert')).toHaveTextContent('busy-cannot-dial')
})
