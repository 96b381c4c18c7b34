import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it, vi } from 'vitest'
import type { TabReport } from '../../phone/tabs/tab-report.ts'
import { createTestPhone } from '../../testing/create-test-phone.ts'
import { SpareTab, type SpareTabProps } from './spare-tab.tsx'

const online: TabReport = {
  session: 'online',
  isReachable: true,
  isOnlineWanted: true,
  call: null,
}
const offered = {
  direction: 'inbound',
  status: 'offered',
  number: '+13035550142',
  since: 0,
} as const
const connected = { ...offered, status: 'connected' } as const

function renderTab(state: SpareTabProps['state']) {
  const onTakeOver = vi.fn()
  render(<SpareTab phone={createTestPhone().phone} state={state} onTakeOver={onTakeOver} />)
  return { onTakeOver, user: userEvent.setup() }
}
const spare = (report: TabReport | null, isRefused?: true): SpareTabProps['state'] => ({
  status: 'spare',
  report,
  ...(isRefused && { isRefused }),
})
const status = () => screen.getByRole('status', { name: 'Phone status' })

it.each([
  [null, 'Offline', /not answered yet/],
  [{ ...online, session: 'offline' }, 'Offline', /ring nowhere/],
  [{ ...online, session: 'connecting' }, 'Connecting', /going online there/],
  [{ ...online, isReachable: false }, 'Connected', /may not ring/],
  [online, 'Eligible', /Calls ring there/],
  [{ ...online, call: offered }, 'Ringing', /calling you/],
  [{ ...online, call: { ...offered, direction: 'outbound', status: 'ringing' } }, 'Ringing', /./],
  [{ ...online, call: connected }, 'On a call', /on a call/],
] as const)('shows the phone of the other tab: %j', (report, word, detail) => {
  renderTab(spare(report))
  expect(status()).toHaveTextContent(word)
  expect(screen.getByRole('main')).toHaveTextContent(detail)
})

it('shows who calls, in the title too, and offers no answer', async () => {
  renderTab(spare({ ...online, call: offered }))
  expect(await screen.findByRole('heading', { name: /303.*555.*0142/ })).toBeVisible()
  expect(document.title).toMatch(/^Incoming call — /)
  expect(screen.getAllByRole('button')).toHaveLength(1)
})

it('shows who calls by name, in the colours that the agent prefers', async () => {
  const { phone } = createTestPhone()
  const { saveContacts } = await phone.loadRecords()
  await saveContacts([{ id: 'a', name: 'Ann Lee', numbers: [offered.number], note: '' }])
  phone.changePreferences({ theme: 'dark' })
  render(
    <SpareTab phone={phone} state={spare({ ...online, call: offered })} onTakeOver={vi.fn()} />,
  )
  expect(screen.getByRole('heading', { name: 'Ann Lee' })).toBeVisible()
  expect(document.title).toBe('Incoming call — Ann Lee')
  expect(document.documentElement.dataset['theme']).toBe('dark')
})

it('asks for the phone with one press, and only once', async () => {
  const { user, onTakeOver } = renderTab(spare(online))
  await user.click(screen.getByRole('button', { name: 'Use the phone here' }))
  expect(onTakeOver).toHaveBeenCalledTimes(1)
})

it('takes no second press while it asks', async () => {
  const { user, onTakeOver } = renderTab({ status: 'taking-over', report: online })
  await user.click(screen.getByRole('button', { name: /Asking the other tab/ }))
  expect(onTakeOver).not.toHaveBeenCalled()
})

it('says why it was refused, with a code', () => {
  renderTab(spare({ ...online, call: connected }, true))
  const alert = screen.getByRole('alert')
  expect(alert).toHaveTextContent('The phone has a call in the other tab.')
  expect(alert).toHaveTextContent('call-in-other-tab')
})
