/**
 * Draws the icons of the installed phone from its mark (`src/ui/status/mark.tsx`) into `public`: `node scripts/icons.mjs`,
 * whenever the mark changes. PNG is drawn by the Chromium of the tests.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { chromium } from 'playwright'
import { findChromium } from './chromium.mjs'

const ground = '#18211d'
const ink = '#7fdcb7'
const paths = [...readFileSync('src/ui/status/mark.tsx', 'utf8').matchAll(/<path d="([^"]+)"/g)]
  .map(([, d]) => `<path d="${d}"/>`)
  .join('')

/**
 * @param {number} size of the mark, of 24
 * @param {number} radius of the corners, of 24
 */
function draw(size, radius) {
  const scale = size / 24
  const inset = (24 - size) / 2
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" rx="${radius}" fill="${ground}"/><g transform="translate(${inset} ${inset}) scale(${scale})" fill="none" stroke="${ink}" stroke-width="2.1" stroke-linecap="round" stroke-linejoin="round">${paths}</g></svg>\n`
}

/** A maskable icon may be cut to a circle of four fifths. */
const icons = { any: draw(15.6, 5.4), maskable: draw(13, 0) }

const executablePath = findChromium()
const browser = await chromium.launch(executablePath ? { executablePath } : {})
const page = await browser.newPage()

/**
 * @param {string} svg
 * @param {number} size in pixels
 * @param {string} file
 */
async function rasterize(svg, size, file) {
  await page.setViewportSize({ width: size, height: size })
  await page.setContent(
    `<style>html,body{margin:0;background:transparent}svg{display:block;width:${size}px}</style>${svg}`,
  )
  writeFileSync(`public/${file}`, await page.screenshot({ omitBackground: true }))
}

writeFileSync('public/app-icon.svg', icons.any)
for (const size of [192, 512]) {
  await rasterize(icons.any, size, `app-icon-${size}.png`)
  await rasterize(icons.maskable, size, `app-icon-maskable-${size}.png`)
}
// It rounds the corners by itself.
await rasterize(icons.maskable, 180, 'apple-touch-icon.png')
await browser.close()
