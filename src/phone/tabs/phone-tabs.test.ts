import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createTestPhone } from '../../testing/create-test-phone.ts'
import { createFakeBrowser, createFakeTabMemory } from '../../testing/fake-tabs.ts'
import { waitFor } from '../../testing/wait-for.ts'
import { createPhoneTabs } from './phone-tabs.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  vi.useRealTimers()
})

type Browser = ReturnType<typeof createFakeBrowser>

async function openTab(browser: Browser, memory = createFakeTabMemory()) {
  const test = createTestPhone()
  const channel = browser.channelOfTab()
  const tabs = createPhoneTabs({ phone: test.phone, lock: browser.lock, channel, memory })
  const tab = {
    ...test,
    tabs,
    channel,
    memory,
    tab: tabs.store.getState,
    sounds: () => test.audioOutput.loop.mock.calls.flat(),
    /** As the page does it. */
    shut: () => {
      tabs.leave()
      test.phone.close()
    },
  }
  await tabs.join()
  await settled()
  return tab
}

/** Until the messages that are on their way have arrived. */
const settled = () => vi.advanceTimersByTimeAsync(0)

async function openTwo() {
  const browser = createFakeBrowser()
  const first = await openTab(browser)
  await first.goOnline()
  return { browser, first, spare: await openTab(browser) }
}

describe('the first tab', () => {
  it('is the phone, and a second one a spare that shows it', async () => {
    const { first, spare } = await openTwo()
    expect(first.tab()).toEqual({ status: 'phone' })
    expect(spare.tab()).toMatchObject({
      status: 'spare',
      report: { session: 'online', isReachable: true, call: null },
    })
    first.phone.goOffline()
    await settled()
    expect(spare.tab()).toMatchObject({ report: { session: 'offline' } })
  })

  it('rings alone, while the spare shows who calls', async () => {
    const { first, spare } = await openTwo()
    first.ring('+13035550142')
    await settled()
    expect(first.sounds()).toContain('ringtone')
    expect(spare.sounds()).toEqual([])
    expect(spare.tab()).toMatchObject({
      report: { call: { status: 'offered', number: '+13035550142' } },
    })
  })
})

describe('a spare tab', () => {
  it('that is closed does nothing to a call', async () => {
    const { first, spare } = await openTwo()
    first.ring()
    spare.shut()
    await settled()
    expect(first.state().call).toMatchObject({ status: 'offered' })
    expect(first.tab()).toEqual({ status: 'phone' })
  })

  it('takes over from an idle phone, which goes offline there and online here', async () => {
    const { first, spare } = await openTwo()
    spare.tabs.takeOver()
    await settled()
    await waitFor(() => expect(spare.state().session.status).toBe('online'))
    expect(spare.tab()).toEqual({ status: 'phone' })
    expect(first.state().session.status).toBe('offline')
    expect(first.application.deleteEndpoint).toHaveBeenCalled()
    expect(first.tab()).toMatchObject({ status: 'spare', report: { session: 'online' } })
  })

  it('does not go online with the phone where the phone was offline', async () => {
    const { first, spare } = await openTwo()
    first.phone.goOffline()
    await settled()
    spare.tabs.takeOver()
    await vi.advanceTimersByTimeAsync(5_000)
    expect(spare.tab()).toEqual({ status: 'phone' })
    expect(spare.state().session.status).toBe('offline')
  })

  it('is refused while there is a call, and no longer when it is over', async () => {
    const { first, spare } = await openTwo()
    first.ring()
    await settled()
    spare.tabs.takeOver()
    await settled()
    expect(spare.tab()).toMatchObject({ status: 'spare', isRefused: true })
    first.phone.hangUp()
    await settled()
    expect(spare.tab()).not.toHaveProperty('isRefused')
    expect(first.tab()).toEqual({ status: 'phone' })
  })

  it('is refused by the phone where the call came while it asked', async () => {
    const { first, spare } = await openTwo()
    spare.tabs.takeOver()
    first.ring()
    await settled()
    expect(spare.tab()).toMatchObject({ status: 'spare', isRefused: true })
    expect(first.state().call).toMatchObject({ status: 'offered' })
  })

  it('is not refused for a call of which the end is not heard of yet', async () => {
    const { first, spare } = await openTwo()
    await first.phone.dial('+19195550101')
    await settled()
    first.phone.hangUp()
    spare.tabs.takeOver()
    await settled()
    expect(spare.tab().status).toBe('phone')
  })

  it('leaves a tab that hangs its call', async () => {
    const { first, spare } = await openTwo()
    first.ring()
    await settled()
    first.channel.isDeaf = true
    spare.tabs.takeOver()
    await vi.advanceTimersByTimeAsync(10_000)
    expect(spare.tab()).toMatchObject({ status: 'spare', isRefused: true })
    expect(first.tab().status).toBe('phone')
  })

  it('takes over from a tab that hangs, and the other lets go when it is back', async () => {
    const { first, spare } = await openTwo()
    first.channel.isDeaf = true
    spare.tabs.takeOver()
    await vi.advanceTimersByTimeAsync(1_900)
    expect(spare.tab()).toMatchObject({ status: 'taking-over' })
    await vi.advanceTimersByTimeAsync(200)
    expect(spare.tab()).toEqual({ status: 'phone' })
    expect(first.state().session.status).toBe('offline')
    expect(first.tab()).toMatchObject({ status: 'spare' })
  })

  it('gives way to another one that asked before', async () => {
    const { browser, first, spare } = await openTwo()
    const third = await openTab(browser)
    spare.tabs.takeOver()
    third.tabs.takeOver()
    await vi.advanceTimersByTimeAsync(10)
    expect([first, spare, third].map(({ tab }) => tab().status)).toEqual([
      'spare',
      'phone',
      'spare',
    ])
    await vi.advanceTimersByTimeAsync(10_000)
    expect(spare.tab().status).toBe('phone')
  })
})

describe('when the phone’s tab is closed', () => {
  it('the next in line is the phone, and goes online as the other was', async () => {
    const { browser, first, spare } = await openTwo()
    const third = await openTab(browser)
    first.shut()
    await settled()
    expect([spare, third].map(({ tab }) => tab().status)).toEqual(['phone', 'spare'])
    await vi.advanceTimersByTimeAsync(2_000)
    await waitFor(() => expect(spare.state().session.status).toBe('online'))
    await settled()
    expect(third.tab()).toMatchObject({ report: { session: 'online' } })
  })

  it('a page that came back is a tab among the others', async () => {
    const { first, spare } = await openTwo()
    first.shut()
    await settled()
    // It was closed, not reloaded: nothing is asked back.
    first.memory.takeWasPhone()
    await first.tabs.join()
    await settled()
    expect(first.tab().status).toBe('spare')
    expect(spare.tab().status).toBe('phone')
  })

  it('and was only reloaded, it has the phone back before another tab goes online', async () => {
    const { browser, first, spare } = await openTwo()
    first.shut()
    await settled()
    expect(spare.tab().status).toBe('phone')
    await vi.advanceTimersByTimeAsync(500)
    const reloaded = await openTab(browser, first.memory)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(reloaded.tab()).toEqual({ status: 'phone' })
    expect(spare.tab()).toMatchObject({ status: 'spare' })
    expect(spare.application.createEndpoint).not.toHaveBeenCalled()
  })
})

it('a phone whose token was pasted cannot go online elsewhere by itself', async () => {
  const browser = createFakeBrowser()
  const first = await openTab(browser)
  const spare = await openTab(browser)
  first.phone.goOnlineWith({ token: 'x', gatewayUrl: 'wss://gateway.example' })
  await settled()
  first.shut()
  await vi.advanceTimersByTimeAsync(5_000)
  expect(spare.tab()).toEqual({ status: 'phone' })
  expect(spare.state().session.status).toBe('offline')
})

it.each([
  null,
  'hello',
  { type: 'report' },
  { type: 'report', report: { session: 'flying' } },
  { type: 'asked' },
  { type: 'yielded', to: 7 },
])('what is no message is not heeded: %j', async (message) => {
  const { browser, first, spare } = await openTwo()
  const before = [first.tab(), spare.tab()]
  browser.say(message)
  await settled()
  expect([first.tab(), spare.tab()]).toEqual(before)
  expect(first.state().session.status).toBe('online')
})
