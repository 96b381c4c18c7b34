import { act, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeAll, expect, it, vi } from 'vitest'
import { createTestPhone } from '../../testing/create-test-phone.ts'
import { App } from '../app.tsx'

/** It is loaded when it is first opened, which on a busy machine takes longer than a query waits. */
const patient = { timeout: 10_000 }

beforeAll(async () => {
  await import('./insight-dialog.tsx')
})

const received = (method: string, params: object = {}) => ({
  type: 'frame' as const,
  direction: 'received' as const,
  method,
  text: JSON.stringify({ jsonrpc: '2.0', method, params }),
})

async function openSequence() {
  const user = userEvent.setup()
  const writeText = vi.spyOn(navigator.clipboard, 'writeText')
  const test = createTestPhone()
  render(<App phone={test.phone} version="1.2.3" />)
  await act(test.goOnline)
  await act(async () => {
    await test.phone.dial('+19195550101')
    test.client().emit(received('sdpOffer', { sdpRevision: 1, note: '+19195550101' }))
  })
  await user.click(screen.getAllByRole('button', { name: 'Diagnostics' })[0] ?? document.body)
  const list = await screen.findByRole('list', { name: 'Sequence of the call' }, patient)
  const steps = () => within(list).getAllByRole('button')
  return { ...test, user, steps, writeText }
}

it('the diagram is an ordered list of who said what to whom', async () => {
  const { steps } = await openSequence()
  expect(steps().map((step) => step.textContent)).toEqual([
    expect.stringContaining('This phone: Requesting'),
    expect.stringContaining('Bandwidth to This phone: sdpOffer rev 1'),
  ])
})

it('a step opens its message, without numbers until they are asked for', async () => {
  const { user, steps } = await openSequence()
  await user.click(steps()[1] ?? document.body)
  expect(steps()[1]).toHaveAttribute('aria-expanded', 'true')
  expect(screen.getByText(/"note": "\[number\]"/)).toBeVisible()
  await user.click(screen.getByRole('switch', { name: 'Numbers and SDP' }))
  expect(screen.getByText(/"note": "\+19195550101"/)).toBeVisible()
})

it('arrow keys go from step to step, and what is added leaves the focus where it is', async () => {
  const { user, steps, client } = await openSequence()
  act(() => steps()[1]?.focus())
  await user.keyboard('{ArrowUp}')
  expect(steps()[0]).toHaveFocus()
  act(() => client().emit(received('sdpOffer', { sdpRevision: 2 })))
  expect(steps()).toHaveLength(3)
  expect(steps()[0]).toHaveFocus()
  expect(steps().filter((step) => step.tabIndex === 0)).toEqual([steps()[0]])
  await user.keyboard('{End}')
  expect(steps()[2]).toHaveFocus()
})

it('is copied as Mermaid and as a report, both without numbers', async () => {
  const { user, writeText } = await openSequence()
  await user.click(screen.getByRole('button', { name: 'Copy Mermaid' }))
  expect(writeText).toHaveBeenLastCalledWith(expect.stringMatching(/^sequenceDiagram\n/))
  await user.click(screen.getByRole('radio', { name: 'Log' }))
  await user.click(screen.getByRole('button', { name: 'Copy the report' }))
  const report = writeText.mock.lastCall?.[0] ?? ''
  expect(JSON.parse(report)).toMatchObject({ offhook: '1.2.3' })
  expect(report).not.toContain('9195550101')
})

it('the log is filtered by level and by words', async () => {
  const { user, phone } = await openSequence()
  await user.click(screen.getByRole('radio', { name: 'Log' }))
  const log = () => screen.queryByRole('log', { name: 'Log' })
  expect(log()).toHaveTextContent('outbound call: requesting')
  await user.click(screen.getByRole('radio', { name: 'Warnings' }))
  expect(log()).toBeNull()
  await user.click(screen.getByRole('radio', { name: 'Everything' }))
  await user.type(screen.getByRole('searchbox', { name: 'Find in the log' }), 'requesting')
  expect(log()).toHaveTextContent('requesting')
  expect(log()).not.toHaveTextContent('connecting')
  act(() => phone.close())
})

it('a code in an alert leads to what it means', async () => {
  const user = userEvent.setup()
  const { phone } = createTestPhone()
  render(<App phone={phone} />)
  await act(async () => {
    await phone.dial('911')
  })
  const alert = await screen.findByRole('alert')
  await user.click(within(alert).getByRole('button', { name: /number-/ }))
  const entry = await screen.findByRole('article', { name: /number-emergency/ }, patient)
  expect(entry).toHaveFocus()
  expect(entry).toHaveTextContent('It sends nothing; the number stays in the field.')
})

it('makes way for a call that rings', async () => {
  const { phone, ring } = await openSequence()
  act(() => phone.hangUp())
  await act(async () => {})
  act(() => phone.dismissCall())
  act(() => ring())
  expect(screen.queryByRole('dialog', { name: 'Diagnostics' })).toBeNull()
})
