import { expect, it } from 'vitest'
import { readDigits } from './digit-input.ts'

it.each([
  ['1234#', '1234#'],
  [' 44 12-34 \n', '441234'],
  ['(919) 555.0101', '9195550101'],
  ['1,,2', '1,,2'],
  ['１２＃', '12#'],
])('reads %j as the keys %s', (input, digits) => {
  expect(readDigits(input)).toEqual({ digits, hasOthers: false })
})

it.each([
  ['PIN: 1234#', '1234#'],
  ['+44', '44'],
  ['hello', ''],
])('leaves out of %j what is no key, and says so', (input, digits) => {
  expect(readDigits(input)).toEqual({ digits, hasOthers: true })
})
