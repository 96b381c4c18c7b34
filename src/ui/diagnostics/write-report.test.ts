import * as fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { createTestPhone } from '../../testing/create-test-phone.ts'
import { holdsNumber, jwt, writtenNumber } from '../../testing/secrets.ts'
import { BrtcError } from '../../brtc/errors.ts'
import { waitFor } from '../../testing/wait-for.ts'
import { writeMermaid } from '../sequence/write-mermaid.ts'
import { formatMessage } from '../sequence/format-message.ts'
import { writeReport, type ReportParts } from './write-report.ts'

function reportOf({ phone, state }: ReturnType<typeof createTestPhone>): string {
  const steps = phone.sequence.steps(state().call?.id ?? null)
  return writeReport({
    version: '1.2.3',
    browser: 'Chromium 140',
    now: 0,
    state: state(),
    samples: phone.quality.samples(),
    log: phone.log(),
    steps,
  } satisfies ReportParts)
}

describe('nothing that leaves the phone', () => {
  const consoles = ['log', 'info', 'warn', 'error', 'debug'] as const

  it('holds a token or a full number: no report, no diagram, no log, no line of the console', async () => {
    const lines: string[] = []
    const spies = consoles.map((level) =>
      vi.spyOn(console, level).mockImplementation((...said: unknown[]) => {
        lines.push(said.map(String).join(' '))
      }),
    )
    await fc.assert(
      fc.asyncProperty(writtenNumber, jwt, fc.nat({ max: 3 }), async (number, token, place) => {
        const test = createTestPhone()
        test.application.createEndpoint.mockResolvedValueOnce({
          endpointId: 'ep-1',
          token,
          gatewayUrl: 'wss://gateway.test/endpoints',
          expiresAt: '2030-01-02T00:00:00.000Z',
          platform: 'brtc',
        })
        await test.goOnline()
        test.ring(number.text, 'stream-1', `call of ${place === 0 ? number.text : token}`)
        const text = [
          JSON.stringify({ jsonrpc: '2.0', method: 'ready', params: { [number.text]: token } }),
          JSON.stringify({ jsonrpc: '2.0', id: 1, error: { code: 1, message: number.text } }),
          `not JSON: ${token} ${number.text}`,
          `v=0\r\no=${number.text} ${token}`,
        ][place]
        const { emit } = test.client()
        emit({ type: 'frame', direction: 'received', method: 'ready', text: text ?? '' })
        emit({ type: 'faulted', error: new BrtcError('rejected', `${number.text} ${token}`) })
        const steps = await waitFor(() => {
          const seen = test.phone.sequence.steps(test.state().call?.id ?? null)
          expect(seen.length).toBeGreaterThan(3)
          return seen
        })
        const out = [
          reportOf(test),
          writeMermaid(steps, 'hidden'),
          ...steps.map(({ detail = '' }) => formatMessage(detail, 'hidden')),
          JSON.stringify(test.phone.log().map(({ message }) => message)),
          ...lines,
        ]
        for (const one of out) {
          expect(holdsNumber(one, number.digits)).toBe(false)
          expect(one).not.toContain(token.slice(0, 12))
        }
        test.phone.close()
      }),
      { numRuns: 150 },
    )
    for (const spy of spies) spy.mockRestore()
    expect(lines).toEqual([])
  })
})

it('a report has the versions, the session, the devices and the log, with moments that can be read', async () => {
  const test = createTestPhone({ now: () => Date.UTC(2026, 0, 2, 3, 4, 5) })
  await test.goOnline()
  await waitFor(() => expect(test.phone.sequence.steps(null)).not.toEqual([]))
  expect(JSON.parse(reportOf(test))).toMatchObject({
    offhook: '1.2.3',
    browser: 'Chromium 140',
    session: { status: 'online', endpointId: 'ep-1', since: '2026-01-02T03:04:05.000Z' },
    devices: { microphone: 'default' },
    log: expect.arrayContaining([
      expect.objectContaining({ message: 'session: online (eligible)', level: 'info' }),
    ]),
    steps: expect.arrayContaining([expect.objectContaining({ summary: 'POST /api/endpoints' })]),
  })
})
