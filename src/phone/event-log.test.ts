import { expect, it } from 'vitest'
import { createEventLog } from './event-log.ts'

it('keeps the last entries, oldest first', () => {
  let time = 0
  const log = createEventLog(() => ++time, 3)
  for (const message of ['a', 'b', 'c', 'd']) log.add('info', message)
  expect(log.entries()).toEqual([
    { id: 2, at: 2, level: 'info', message: 'b' },
    { id: 3, at: 3, level: 'info', message: 'c' },
    { id: 4, at: 4, level: 'info', message: 'd' },
  ])
})

it('keeps 500 entries unless told otherwise', () => {
  const log = createEventLog(() => 0)
  for (let count = 0; count < 600; count++) log.add('info', 'again')
  expect(log.entries()).toHaveLength(500)
})

it.each([
  ['dialled +1 919 555 0101', 'dialled [number]'],
  ['dialled (919) 555-0101 in vain', 'dialled [number] in vain'],
  ['token eyJhbGciOiJIUzI1NiJ9.eyJ2IjoiMSJ9abcdefgh.c2lnbmF0dXJl', 'token [token]'],
  ['offer v=0\r\no=- 46117 2 IN IP4 127.0.0.1\r\n', 'offer [sdp]'],
  ['answerSdp was not answered within 10000 ms', 'answerSdp was not answered within 10000 ms'],
])('writes %j as %j', (message, written) => {
  const log = createEventLog(() => 0)
  log.add('warn', message)
  expect(log.entries()[0]?.message).toBe(written)
})

it('tells of each entry until the listener leaves', () => {
  const log = createEventLog(() => 0)
  let told = 0
  const leave = log.subscribe(() => told++)
  log.add('info', 'once')
  leave()
  log.add('info', 'twice')
  expect(told).toBe(1)
})
