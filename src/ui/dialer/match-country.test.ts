import { beforeAll, expect, it } from 'vitest'
import { loadNumberPlan } from '../../phone/number-plan.ts'
import type { Country } from '../../phone/number-plan.ts'
import { matchCountry } from './match-country.ts'

let countries: readonly Country[]
beforeAll(async () => {
  countries = (await loadNumberPlan()).countries()
})

it.each([
  ['Germany', 'DE'],
  [' germ', 'DE'],
  ['gb', 'GB'],
  ['+49', 'DE'],
  ['Niger', 'NE'],
  ["cote d'ivoire", 'CI'],
  ['aland', 'AX'],
  ['United', undefined],
  ['+1', undefined],
  ['', undefined],
  ['Atlantis', undefined],
])('%j means %s', (typed, code) => {
  expect(matchCountry(typed, countries)?.code).toBe(code)
})
