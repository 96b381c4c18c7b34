import { act, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it, vi } from 'vitest'
import { createTestPhone } from '../../testing/create-test-phone.ts'
import { App } from '../app.tsx'
import { UpdateOffer } from './update-offer.tsx'

function createFlag() {
  const listeners = new Set<() => void>()
  let isOn = false
  return {
    isOn: () => isOn,
    subscribe: (listener: () => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    set: (next: boolean) =>
      act(() => {
        isOn = next
        for (const listener of listeners) listener()
      }),
  }
}

function open() {
  const shell = { isWithoutNetwork: createFlag(), hasUpdate: createFlag(), update: vi.fn() }
  const test = createTestPhone()
  render(<App phone={test.phone} shell={shell} offer={<UpdateOffer {...shell} />} />)
  return { ...test, ...shell }
}

const offer = () => screen.queryByRole('button', { name: 'Reload now' })

it('offers a newer version, and takes it when the agent does', async () => {
  const user = userEvent.setup()
  const { hasUpdate, update } = open()
  expect(offer()).toBeNull()
  hasUpdate.set(true)
  expect(update).not.toHaveBeenCalled()
  await user.click(offer() ?? document.body)
  expect(update).toHaveBeenCalledOnce()
})

it('offers it never in a call, nor while one rings, and after it again', async () => {
  const { hasUpdate, goOnline, ring, phone, client } = open()
  await act(goOnline)
  act(() => ring())
  hasUpdate.set(true)
  expect(offer()).toBeNull()
  await act(async () => phone.accept())
  expect(offer()).toBeNull()
  act(() => client().emit({ type: 'streamUnavailable', streamId: 'stream-1' }))
  expect(offer()).toBeVisible()
})

it('says that there is no network, until it is back', async () => {
  const { isWithoutNetwork } = open()
  isWithoutNetwork.set(true)
  expect(screen.getByRole('heading', { name: 'There is no network.' })).toBeVisible()
  isWithoutNetwork.set(false)
  expect(screen.queryByText('There is no network.')).toBeNull()
})
