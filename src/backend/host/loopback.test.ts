import { expect, it } from 'vitest'
import { isLoopback } from './loopback.ts'

it.each(['127.0.0.1', '127.8.9.10', '::1', '[::1]', 'localhost', 'LOCALHOST', '::ffff:127.0.0.1'])(
  '%s is this computer',
  (host) => {
    expect(isLoopback(host)).toBe(true)
  },
)

it.each(['', '0.0.0.0', '::', '10.0.0.1', '128.0.0.1', 'localhost.example', '127.0.0.1.example'])(
  '%j may be another computer',
  (host) => {
    expect(isLoopback(host)).toBe(false)
  },
)
