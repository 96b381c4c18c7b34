import { expect } from '@playwright/test'
import type { Browser, Page } from '@playwright/test'
import { layCable } from '../src/testing/cable.ts'
import type { Cut } from '../src/testing/cable.ts'
import type { CallCenter } from './call-center.ts'
import { installEar } from './ear.ts'
import { numbers, phonePage } from './phone-page.ts'
import type { PhonePage } from './phone-page.ts'

/** A phone whose network is cut: how, for how long, and what the agent does. */
type CutCase = { how: Cut; seconds: number; activity: 'idle' | 'in a call' }

/** What the screen said, and since when, milliseconds since the epoch. `isPromise`: that calls ring, or are heard. */
type Said = { at: number; status: string; isPromise: boolean }

/** Seconds: what an agent could see of one cut. */
type Outcome = CutCase & {
  /** From the cut until the status promised nothing any more; undefined where it never stopped. */
  noticedAfter: number | undefined
  /** From the network's return until it promised again. */
  wellAfter: number
  /** What became of the call; '' where there was none. */
  call: string
}

/** Seconds, see docs/decisions/recovery.md: as long as nobody can know of a cut. */
const noticeLimit = 8
/** Seconds, from the network's return until the phone is well. */
const wellLimit = 5
export type Cuts = {
  /** Seconds, one cut after the other. */
  lengths: readonly number[]
  /** The gateway offers a call again, for as long as it does. */
  resumes?: boolean
}

const hows = ['silent', 'reset'] as const satisfies readonly Cut[]
const activities = ['idle', 'in a call'] as const

/**
 * One cut after the other, of each kind, to an idle phone and to one in a call, each in a browser of its own, side by side. Throws where a
 * screen lies: where it goes on promising, promises again before the network is back, or shows a call that is not heard.
 */
export async function sitOut(
  browser: Browser,
  center: CallCenter,
  { lengths, resumes = false }: Cuts,
): Promise<void> {
  const phones: Awaited<ReturnType<typeof seatBehindCable>>[] = []
  // One after the other: four that go online at once are too much for a small machine.
  for (const how of hows) {
    for (const activity of activities) {
      phones.push(await seatBehindCable(browser, center, how, activity))
    }
  }
  const outcomes = (await Promise.all(phones.map(({ suffer }) => suffer(lengths)))).flat()
  for (const { seconds, how, activity, noticedAfter, wellAfter, call } of outcomes) {
    const noticed = noticedAfter === undefined ? 'never told' : `told after ${noticedAfter} s`
    const line = `${seconds} s ${how}, ${activity}: ${noticed}, well ${wellAfter} s after`
    process.stdout.write(`    ${line}${call && `, ${call}`}\n`)
  }
  for (const { close } of phones) await close()
  for (const { how, seconds, wellAfter, call } of outcomes) {
    // After minutes it is tried every ten seconds, or may have ended with words.
    if (seconds < 60) expect(wellAfter).toBeLessThan(wellLimit)
    else if (!Number.isNaN(wellAfter)) expect(wellAfter).toBeLessThan(3 * wellLimit)
    // A gateway that hears nothing of a cut keeps the call all the same, and waits ten seconds after one that it hears of.
    const isKept = how === 'silent' ? seconds <= (resumes ? 30 : 5) : resumes && seconds <= 5
    if (call && isKept) expect(call).toBe('the call goes on')
  }
}

async function seatBehindCable(
  browser: Browser,
  center: CallCenter,
  how: Cut,
  activity: CutCase['activity'],
) {
  const cable = await layCable()
  const context = await browser.newContext({ proxy: { server: cable.address } })
  const page = await context.newPage()
  const phone = phonePage(page, await installEar(page), 'brtc')
  Object.assign(phone, await center.seat(page, 'cut'))
  await keepMinutes(page)
  await phone.goOnline()

  async function sitOutOne(seconds: number): Promise<Outcome> {
    if (activity === 'in a call' && !(await isTalking(phone))) await talk(phone)
    const cutAt = Date.now()
    cable.cut(how)
    if (activity === 'in a call' && seconds > 2) await expectSilence(phone)
    await new Promise((resolve) => setTimeout(resolve, cutAt + seconds * 1_000 - Date.now()))
    cable.mend()
    const mendedAt = Date.now()
    await expect(phone.status).toHaveAttribute('data-tone', /go|off/, { timeout: 60_000 })
    const words = await whyOffline(phone)
    if (words) {
      await phone.page.getByRole('button', { name: 'Go online' }).click()
      await expect(phone.status).toContainText('Eligible')
      return { how, seconds, activity, noticedAfter: undefined, wellAfter: NaN, call: words }
    }
    const call = activity === 'in a call' ? await fateOfCall(phone) : ''
    const seen = judge(await minutes(page), cutAt, mendedAt)
    // A phone that says that it is well can call.
    if (activity === 'idle') await talk(phone).then(() => phone.hangUp.click())
    return { how, seconds, activity, call, ...seen }
  }

  return {
    suffer: async (lengths: readonly number[]) => {
      const outcomes: Outcome[] = []
      for (const seconds of lengths) outcomes.push(await sitOutOne(seconds))
      return outcomes
    },
    close: async () => {
      await context.close()
      cable.close()
    },
  }
}

/** A phone that has given up says why. */
async function whyOffline({ status, alert }: PhonePage): Promise<string> {
  if (!((await status.textContent()) ?? '').includes('Offline')) return ''
  return `offline: ${(await alert.textContent()) ?? ''}`
}

async function talk(phone: PhonePage): Promise<void> {
  await phone.dial(numbers.quickStart)
  await expect(phone.call).toContainText('In call')
  await expect.poll(async () => (await phone.ear.listen(0.5)).peak).toBeGreaterThan(0.05)
}

async function isTalking({ call }: PhonePage): Promise<boolean> {
  return (await call.count()) > 0 && ((await call.textContent()) ?? '').includes('In call')
}

/** The cut is one of the media too. What is still on its way, or made up by the browser, is heard for a moment. */
async function expectSilence(phone: PhonePage): Promise<void> {
  await expect.poll(async () => (await phone.ear.listen(0.3)).peak).toBeLessThan(0.01)
}

/** A call that is on the screen is heard. */
async function fateOfCall(phone: PhonePage): Promise<string> {
  await expect
    .poll(async () => {
      const text = (await phone.call.textContent()) ?? ''
      return text.includes('Ended') || (await phone.ear.listen(0.5)).peak > 0.05
    })
    .toBe(true)
  if (await isTalking(phone)) return 'the call goes on'
  const [ended = ''] = /Ended[^(]*/.exec((await phone.call.textContent()) ?? '') ?? []
  return ended
}

function judge(
  said: readonly Said[],
  cutAt: number,
  mendedAt: number,
): Pick<Outcome, 'noticedAfter' | 'wellAfter'> {
  const during = said.filter(({ at }) => at > cutAt && at < mendedAt)
  const noticed = during.find(({ isPromise }) => !isPromise)
  if (mendedAt - cutAt > noticeLimit * 1_000) {
    expect(noticed?.at, 'the cut is told').toBeLessThan(cutAt + noticeLimit * 1_000)
    const promises = during.filter(({ at, isPromise }) => isPromise && noticed && at > noticed.at)
    expect(promises, 'what is promised without a network').toEqual([])
  }
  const after = said.filter(({ at }) => at >= mendedAt)
  const wellAt = after.findLast(({ isPromise }, index) => isPromise && !after[index - 1]?.isPromise)
  const inSeconds = (milliseconds: number) => Math.round(milliseconds / 100) / 10
  return {
    noticedAfter: noticed && inSeconds(noticed.at - cutAt),
    wellAfter: wellAt ? inSeconds(wellAt.at - mendedAt) : 0,
  }
}

/** The page notes every change of its status. */
async function keepMinutes(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const minutes: { at: number; status: string; isPromise: boolean }[] = []
    const note = () => {
      const output = document.querySelector<HTMLElement>('[aria-label="Phone status"]')
      const status = output?.textContent ?? ''
      const isPromise = output?.dataset['tone'] === 'go'
      const last = minutes.at(-1)
      if (last?.status === status && last.isPromise === isPromise) return
      minutes.push({ at: Date.now(), status, isPromise })
    }
    new MutationObserver(note).observe(document, {
      attributes: true,
      childList: true,
      subtree: true,
      characterData: true,
    })
    Object.assign(window, { minutes })
  })
}

const minutes = (page: Page): Promise<Said[]> =>
  page.evaluate(() => (window as unknown as { minutes: Said[] }).minutes)
