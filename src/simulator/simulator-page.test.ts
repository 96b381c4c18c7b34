import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { namedTests, titlesIn } from '../testing/test-titles.ts'
import { defaultAccount } from './cloud.ts'
import { addressesAt } from './host/serve-simulator.ts'
import { switchValues } from './switch-changes.ts'
import { defaultSwitches } from './switches.ts'

const page = readFileSync(new URL('../../docs/simulator.md', import.meta.url), 'utf8')

describe('the page about the simulator', () => {
  /** | `switch` | `default` | may be | reference | what it decides | */
  const switches = [...page.matchAll(/^\| `(\w+)` \| `([\w-]+)` \| ([^|]+) \|/gm)].map(
    ([, name = '', initial = '', values = '']) => ({ name, initial, values }),
  )

  it('has every switch, in its order and with its default', () => {
    expect(switches.map(({ name, initial }) => [name, initial])).toEqual(
      Object.entries(defaultSwitches).map(([name, initial]) => [name, String(initial)]),
    )
  })

  it('says what each may be set to', () => {
    for (const [name, schema] of Object.entries(switchValues)) {
      if (!('options' in schema)) continue
      const options = schema.options.map((option) => `\`${option}\``).join(', ')
      expect(switches.find((one) => one.name === name)?.values).toBe(options)
    }
  })

  it('gives the sample servers the addresses and the account that there are', () => {
    const { oauth, api, voice, gateway } = addressesAt('127.0.0.1:8788')
    const { credentials, accountId, applicationId, numbers } = defaultAccount
    const variables = {
      HTTP_BASE_URL: api,
      VOICE_URL: voice,
      BW_ID_HOSTNAME: new URL(oauth).origin,
      BW_ID_CLIENT_ID: credentials.clientId,
      BW_ID_CLIENT_SECRET: credentials.clientSecret,
      ACCOUNT_ID: accountId,
      APPLICATION_ID: applicationId,
      FROM_NUMBER: numbers[0],
      REACT_APP_GATEWAY_URL: gateway,
    }
    for (const [name, value] of Object.entries(variables)) {
      expect(page).toContain(`\n${name}=${value}\n`)
    }
  })

  const [, fidelity = ''] = page.split('## How true it is')
  const behaviours = [...fidelity.matchAll(/^\| ([^|]+) \| [^|]* \| (`[^|]*) \|$/gm)].map(
    ([, behaviour = '', cell = '']) => ({ behaviour, tests: namedTests(cell) }),
  )

  it('has a row for each behaviour', () => {
    expect(behaviours.length).toBeGreaterThan(20)
  })

  it.each(behaviours)('names tests that exist: $behaviour', ({ tests }) => {
    for (const { file, title } of tests) {
      expect(titlesIn(new URL(file, import.meta.url)), file).toContain(title)
    }
  })
})
