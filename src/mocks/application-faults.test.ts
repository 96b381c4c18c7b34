import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createApplicationFaults } from './application-faults.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function staged() {
  const application = vi.fn<(request: Request) => Response>(() => new Response('well'))
  const faults = createApplicationFaults()
  const ask = () => faults.answer(new Request('https://page.test/api/session'), application)
  return { application, faults, ask }
}

describe('a fault between the phone and its application', () => {
  it('answers one request with a status, without carrying it out', async () => {
    const { application, faults, ask } = staged()
    faults.add({ type: 'status', status: 500 })
    expect((await ask()).status).toBe(500)
    expect(application).not.toHaveBeenCalled()
    expect(await (await ask()).text()).toBe('well')
  })

  it('answers late what has been carried out', async () => {
    const { application, faults, ask } = staged()
    faults.add({ type: 'late', delay: 10_000 })
    const answered = vi.fn<(response: Response) => void>()
    void ask().then(answered)
    await vi.advanceTimersByTimeAsync(9_999)
    expect(application).toHaveBeenCalledOnce()
    expect(answered).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1)
    expect(answered).toHaveBeenCalledOnce()
  })

  it('never answers, until the faults are cleared', async () => {
    const { faults, ask } = staged()
    faults.add({ type: 'unanswered' })
    faults.add({ type: 'status', status: 503 })
    const held = ask()
    await vi.advanceTimersByTimeAsync(600_000)
    faults.clear()
    expect(await (await held).text()).toBe('well')
    expect((await ask()).status).toBe(200)
  })

  it('cuts the event streams that are open, and takes no other fault from the list', async () => {
    const { faults } = staged()
    faults.add({ type: 'status', status: 500 })
    const encoder = new TextEncoder()
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(encoder.encode('data: 1\n\n')),
    })
    const request = new Request('https://page.test/api/events', {
      headers: { Accept: 'text/event-stream' },
    })
    const answer = await faults.answer(request, () => new Response(body))
    const reader = answer.body?.getReader()
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('data: 1\n\n')
    faults.cutEvents()
    await expect(reader?.read()).rejects.toThrow()
  })
})
