import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url))

type Manifest = {
  start_url: string
  display: string
  icons: { src: string; sizes: string; type: string; purpose?: string }[]
}
const manifest = JSON.parse(read('public/manifest.webmanifest').toString()) as Manifest

describe('the manifest', () => {
  const pngs = manifest.icons.filter(({ type }) => type === 'image/png')

  it.each(pngs)('has an icon of the size that it says: $src', ({ src, sizes }) => {
    const png = read(`public${src}`)
    expect(`${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`).toBe(sizes)
  })

  it('has what a browser wants of a page that can be installed', () => {
    expect(manifest).toMatchObject({ start_url: '/', display: 'standalone' })
    expect(pngs.map(({ sizes, purpose = 'any' }) => `${sizes} ${purpose}`)).toEqual(
      expect.arrayContaining(['192x192 any', '512x512 any', '512x512 maskable']),
    )
  })

  it('is named by the page, with credentials: a proxy may want somebody to be signed in', () => {
    expect(read('index.html').toString()).toMatch(
      /<link rel="manifest" href="\/manifest.webmanifest" crossorigin="use-credentials" \/>/,
    )
  })

  it('shows the mark of the phone: `node scripts/icons.mjs` draws it anew', () => {
    const pathsIn = (file: string) =>
      [
        ...read(file)
          .toString()
          .matchAll(/<path d="([^"]+)"/g),
      ].map(([, path]) => path)
    expect(pathsIn('public/app-icon.svg')).toEqual(pathsIn('src/ui/status/mark.tsx'))
  })
})
