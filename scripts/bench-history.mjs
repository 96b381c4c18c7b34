/**
 * How the history feels with 50,000 calls in it, in Chromium on this computer; printed, not asserted. Fills the database of
 * the production build and then measures as a user would: reading it all, typing a search, scrolling.
 */
import { chromium } from '@playwright/test'
import { preview } from 'vite'
import { chromiumFlags, findChromium } from './chromium.mjs'

const count = 50_000
const searches = ['parcel', '+1303555', '919 555 01', 'ann', 'nobody is called so']
/** Frames over which it is scrolled, and how far in each: from a slow wheel to a fling. */
const scrolls = { slow: 40, fast: 400, fling: 4_000 }
const frames = 180

const server = await preview({ preview: { host: '127.0.0.1', port: 0, strictPort: false } })
const executablePath = findChromium()
const browser = await chromium.launch({
  ...(executablePath && { executablePath }),
  args: chromiumFlags,
})
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  const [url = ''] = server.resolvedUrls?.local ?? []
  await page.goto(url)
  await page.getByText('No calls yet').waitFor()
  await page.evaluate(fill, count)

  const started = performance.now()
  await page.reload()
  const list = page.getByRole('region', { name: 'Recent calls' }).getByRole('list')
  await list.getByRole('listitem').first().waitFor()
  report('first calls on the screen after', performance.now() - started)
  await page.waitForFunction(
    (all) => document.querySelector('#recents li')?.getAttribute('aria-setsize') === String(all),
    count,
    { timeout: 120_000 },
  )
  report(`all ${count} calls read after`, performance.now() - started)

  const times = await search(page)
  report(`search, key to picture, ${times.length} keys: median`, percentile(times, 0.5))
  report('search, key to picture: p95', percentile(times, 0.95))

  await page.getByRole('searchbox', { name: 'Search calls' }).fill('')
  await list.getByRole('listitem').first().waitFor()
  for (const [name, distance] of Object.entries(scrolls)) {
    const durations = await page.evaluate(scroll, { frames, distance })
    report(`scroll, ${name}: frame p50`, percentile(durations, 0.5))
    report(`scroll, ${name}: frame p95`, percentile(durations, 0.95))
    report(`scroll, ${name}: longest frame`, Math.max(...durations))
  }
} finally {
  await browser.close()
  await server.close()
}

/**
 * From the key to the frame after the one in which the list has changed.
 * @param {import('playwright').Page} page
 */
async function search(page) {
  /** @type {number[]} */
  const times = []
  const field = page.getByRole('searchbox', { name: 'Search calls' })
  for (const text of searches) {
    await field.fill('')
    for (let length = 1; length <= text.length; length += 1) {
      times.push(await page.evaluate(type, text.slice(0, length)))
    }
  }
  return times
}

/** @param {string} text */
function type(text) {
  const field = document.querySelector('#recents input[type="search"]')
  if (!(field instanceof HTMLInputElement)) throw new Error('There is no search field.')
  const started = performance.now()
  // As React hears it: by the setter of the element and the event.
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, text)
  field.dispatchEvent(new Event('input', { bubbles: true }))
  return new Promise((/** @type {(time: number) => void} */ resolve) => {
    const look = () => {
      const isBusy = document.querySelector('#recents [aria-busy="true"]')
      requestAnimationFrame(isBusy ? look : () => resolve(performance.now() - started))
    }
    requestAnimationFrame(look)
  })
}

/**
 * The time of each frame while the list is scrolled by that many pixels in each.
 * @param {{ frames: number, distance: number }} how
 */
function scroll({ frames, distance }) {
  const row = document.querySelector('#recents li')
  const scroller = row?.closest('[tabindex]')
  if (!scroller) throw new Error('There is no list.')
  scroller.scrollTop = 0
  return new Promise((/** @type {(durations: number[]) => void} */ resolve) => {
    /** @type {number[]} */
    const durations = []
    let last = performance.now()
    const step = (/** @type {number} */ now) => {
      durations.push(now - last)
      last = now
      scroller.scrollTop += distance
      if (durations.length < frames) requestAnimationFrame(step)
      else resolve(durations.slice(1))
    }
    requestAnimationFrame(step)
  })
}

/**
 * A year and a half of a busy agent.
 * @param {number} count
 */
function fill(count) {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('offhook')
    opening.addEventListener('error', () => reject(opening.error))
    opening.addEventListener('success', () => {
      const transaction = opening.result.transaction('calls', 'readwrite')
      const store = transaction.objectStore('calls')
      const now = Date.now()
      for (let index = 0; index < count; index += 1) {
        const startedAt = now - index * 900_000
        const isMissed = index % 9 === 0
        store.put({
          id: crypto.randomUUID(),
          direction: index % 3 === 0 ? 'outbound' : 'inbound',
          number: `+1${index % 2 === 0 ? 303 : 919}555${String((index * 7) % 10_000).padStart(4, '0')}`,
          ownNumber: '+19195550100',
          startedAt,
          ...(!isMissed && { answeredAt: startedAt + 6_000 }),
          endedAt: startedAt + 95_000,
          status: 'ended',
          cause: isMissed ? 'missed' : 'hangup',
          devices: { microphone: 'Headset', speaker: '' },
          quality: { level: 'good', samples: 80, roundTrip: 43, jitter: 4, loss: 0.001, mos: 4.3 },
          ...(index % 5 === 0 && {
            note: `Asks where parcel ${index} is.\nCall back before five.`,
          }),
          ...(index % 11 === 0 && { name: 'Ann Lee' }),
        })
      }
      transaction.addEventListener('complete', () => resolve(opening.result.close()))
      transaction.addEventListener('error', () => reject(transaction.error))
    })
  })
}

/**
 * @param {readonly number[]} values
 * @param {number} share
 */
function percentile(values, share) {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

/**
 * @param {string} what
 * @param {number} milliseconds
 */
function report(what, milliseconds) {
  console.log(`${what}: ${milliseconds.toFixed(1)} ms`)
}
