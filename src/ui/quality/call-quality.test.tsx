import { act, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { Profiler } from 'react'
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { createFakeStatistics } from '../../testing/fake-statistics.ts'
import type { Line } from '../../testing/fake-statistics.ts'
import { createTestPhone } from '../../testing/create-test-phone.ts'
import { App } from '../app.tsx'

// What is loaded with the first call is loaded before, so that a busy machine does not look like a missing part.
beforeAll(() => Promise.all([import('./call-quality.tsx'), import('../history/history.tsx')]))
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const inCall = () => within(screen.getByRole('region', { name: 'Current call' }))
const word = () => inCall().getByRole('button', { name: /^Line:/ })

async function renderCall() {
  const commits = vi.fn<() => void>()
  const test = createTestPhone()
  const fake = createFakeStatistics()
  render(
    <Profiler id="app" onRender={commits}>
      <App phone={test.phone} />
    </Profiler>,
  )
  await act(test.goOnline)
  await act(() => test.phone.dial('+19195550101'))
  test.client().getStats.mockImplementation(async () => fake.statistics())
  await act(async () => test.answer())
  const pass = async (seconds: number, line: Line = {}) => {
    for (let second = 0; second < seconds; second += 1) {
      fake.pass(line)
      await act(async () => {
        await vi.advanceTimersByTimeAsync(1000)
        await vi.dynamicImportSettled()
      })
    }
  }
  return { ...test, pass, commits, user: userEvent.setup({ delay: null }) }
}

it('says in a word how the line is, when it has heard enough', async () => {
  const { pass } = await renderCall()
  expect(word()).toHaveAccessibleName('Line: measuring')
  await pass(5)
  expect(word()).toHaveAccessibleName('Line: Good')
  await pass(5, { jitter: 25 })
  expect(word()).toHaveAccessibleName('Line: Fair')
  await pass(5, { late: 0.1 })
  expect(word()).toHaveAccessibleName('Line: Poor')
})

it.each<[Line, RegExp]>([
  [{ lost: 0.1 }, /Parts of what they say are lost\./],
  [{ jitter: 60 }, /Their voice comes in bursts\./],
  [{ roundTrip: 700 }, /What you say arrives late\./],
])('warns of %o with one thing to press', async (line, sentence) => {
  const { pass, user } = await renderCall()
  await pass(5)
  expect(inCall().queryByText(sentence)).toBeNull()
  await pass(4, line)
  expect(inCall().getByText(sentence)).toBeVisible()
  await user.click(inCall().getByRole('button', { name: 'Show what helps' }))
  const help = await inCall().findByRole('list', { name: 'What helps' })
  expect(within(help).getAllByRole('listitem').length).toBeGreaterThan(1)
  expect(word()).toHaveAttribute('aria-expanded', 'true')
  expect(inCall().queryByRole('button', { name: 'Show what helps' })).toBeNull()
})

it('takes the warning away when the line is good again', async () => {
  const { pass } = await renderCall()
  await pass(9, { jitter: 60 })
  expect(inCall().getByText(/comes in bursts/)).toBeVisible()
  await pass(6)
  expect(inCall().queryByText(/comes in bursts/)).toBeNull()
})

it('shows the measurements when they are asked for, and counts on without rendering', async () => {
  const { pass, user, commits } = await renderCall()
  await pass(5)
  await user.click(word())
  const roundTrip = (await inCall().findByText('Round trip')).nextElementSibling
  expect(roundTrip).toHaveTextContent('40 ms')
  commits.mockClear()
  await pass(30, { roundTrip: 90 })
  expect(roundTrip).toHaveTextContent('90 ms')
  expect(commits).not.toHaveBeenCalled()
  await user.click(word())
  expect(inCall().queryByText('Round trip')).toBeNull()
})

it('keeps what the line was like with the ended call, and in the list where it was poor', async () => {
  const { pass, user } = await renderCall()
  await pass(10, { lost: 0.1 })
  await user.click(inCall().getByRole('button', { name: 'Hang up' }))
  expect(
    await inCall().findByText(/^Line: Poor\. Round trip 40 ms, jitter 4 ms, 10 % lost/),
  ).toBeVisible()
  const recent = within(screen.getByRole('region', { name: 'Recent calls' }))
  expect(await recent.findByRole('listitem')).toHaveTextContent('poor line')
})
