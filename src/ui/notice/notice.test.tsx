import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import { createTestPhone } from '../../testing/create-test-phone.ts'
import { App } from '../app.tsx'

it('says what happened, what to do and the code, until it is put away', async () => {
  const user = userEvent.setup()
  const { phone } = createTestPhone()
  render(<App phone={phone} />)

  await user.type(screen.getByRole('textbox', { name: 'Phone number' }), '9195550101{Enter}')
  const alert = await screen.findByRole('alert')
  expect(alert).toHaveTextContent('The phone is not online, so it cannot call.')
  expect(alert).toHaveTextContent('Go online first.')
  expect(alert).toHaveTextContent('offline-cannot-dial')

  await user.click(screen.getByRole('button', { name: 'Dismiss' }))
  expect(screen.queryByRole('alert')).toBeNull()
})
