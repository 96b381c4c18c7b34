import { act, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import { createTestPhone } from '../../testing/create-test-phone.ts'
import { App } from '../app.tsx'

async function renderSilenced(sound: 'blocked' | 'interrupted' = 'blocked') {
  const test = createTestPhone()
  // With the press that goes online, and when it is.
  for (let asked = 0; asked < 2; asked += 1) {
    test.audioOutput.unlock.mockImplementationOnce(async () => test.audioOutput.sound.set(sound))
  }
  const shown: string[] = []
  const notifications = {
    permission: () => 'granted' as const,
    ask: async () => 'granted' as const,
    show: ({ title }: { title: string }) => {
      shown.push(title)
      return () => {}
    },
  }
  render(<App phone={test.phone} notifications={notifications} />)
  await act(test.goOnline)
  return { ...test, shown, user: userEvent.setup() }
}
const status = () => screen.getByRole('status', { name: 'Phone status' })

it.each(['blocked', 'interrupted'] as const)(
  'a phone whose sound is %s is not Eligible, says why, and is so after one press',
  async (sound) => {
    const { user } = await renderSilenced(sound)
    expect(status()).toHaveTextContent(/^Connected$/)
    expect(screen.getByRole('heading', { name: 'Calls would not be heard here.' })).toBeVisible()
    expect(await screen.findByRole('alert')).toHaveTextContent(`sound-${sound}`)

    await user.click(screen.getByRole('button', { name: 'Enable sound' }))
    expect(status()).toHaveTextContent(/^Eligible$/)
    expect(screen.queryByRole('alert')).toBeNull()
  },
)

it('a call that cannot be heard is seen: on the stage, in the title, in a notification', async () => {
  const { ring, shown, user, audioOutput, phone } = await renderSilenced()
  document.hasFocus = () => false
  act(() => ring('+13035550142'))
  expect(screen.getByRole('alertdialog', { name: 'Incoming call' })).toBeVisible()
  expect(document.title).toMatch(/^Incoming call/)
  expect(shown).toHaveLength(1)
  // And it rings as soon as it may: the sound is there already, and waits.
  expect(audioOutput.loop).toHaveBeenLastCalledWith('ringtone')
  await user.click(await screen.findByRole('button', { name: 'Enable sound' }))
  expect(audioOutput.unlock).toHaveBeenCalledTimes(3)

  await user.click(screen.getByRole('button', { name: 'Accept' }))
  expect(phone.store.getState().call?.status).toBe('connected')
})

it('sound that stops in a call is told over it, and hides nothing of it', async () => {
  const { ring, user, audioOutput, phone } = await renderSilenced()
  act(() => ring())
  await act(async () => phone.accept())
  await user.click(await screen.findByRole('button', { name: 'Enable sound' }))
  expect(screen.queryByRole('button', { name: 'Enable sound' })).toBeNull()
  act(() => audioOutput.sound.set('interrupted'))
  expect(await screen.findByRole('alert')).toHaveTextContent('sound-interrupted')
  expect(screen.getByRole('region', { name: 'Current call' })).toHaveTextContent('In call')
})
