import { expect, it } from 'vitest'
import { createTestPhone } from '../testing/create-test-phone.ts'
import { waitFor } from '../testing/wait-for.ts'
import { loadNumberPlan } from './number-plan.ts'
import type { NumberPlan } from './number-plan.ts'

const countryOf = (test: ReturnType<typeof createTestPhone>) =>
  test.state().numberPlan?.country.code

it('the number plan is that of the country that was preferred last time', async () => {
  const test = createTestPhone({ preferenceStore: { load: () => ({ country: 'GB' }), save() {} } })
  await waitFor(() => expect(countryOf(test)).toBe('GB'))
})

it('another country changes the plan, and what is dialled', async () => {
  const test = createTestPhone()
  await test.goOnline()
  test.phone.changePreferences({ country: 'GB' })
  await test.phone.dial('020 7946 0018')
  expect(test.state().call?.number).toBe('+442079460018')
  expect(countryOf(test)).toBe('GB')
})

it('the last choice holds, whichever plan comes last', async () => {
  let arrive: (plan: NumberPlan) => void = () => {}
  const late = new Promise<NumberPlan>((resolve) => {
    arrive = resolve
  })
  const test = createTestPhone({
    loadNumberPlan: (country) => (country === 'GB' ? late : loadNumberPlan(country)),
  })
  test.phone.changePreferences({ country: 'GB' })
  test.phone.changePreferences({ country: 'DE' })
  await waitFor(() => expect(countryOf(test)).toBe('DE'))
  arrive(await loadNumberPlan('GB'))
  await late
  expect(countryOf(test)).toBe('DE')
})

it('a country that has no plan is the default', async () => {
  const test = createTestPhone({ preferenceStore: { load: () => ({ country: 'XX' }), save() {} } })
  await waitFor(() => expect(countryOf(test)).toBe('US'))
  expect(test.state().preferences.country).toBe('US')
})
