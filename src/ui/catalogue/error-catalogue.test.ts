import { describe, expect, it } from 'vitest'
import { readCatalogue } from './error-catalogue.ts'
import { writeCatalogue } from './write-catalogue.ts'

const entries = readCatalogue()

describe('the catalogue of codes', () => {
  it.each(entries)('says of $family/$code what the phone and you do', (entry) => {
    expect(entry.what).toMatch(/^[A-Z].+\.$/)
    expect(entry.phone).toMatch(/^It .+\.$/)
    expect(entry.todo).toMatch(/^$|^[A-Z].+\.$/)
  })

  it('has every code once in a family', () => {
    const names = entries.map(({ family, code }) => `${family}/${code}`)
    expect(new Set(names).size).toBe(names.length)
  })

  it('is docs/errors.md: `npx vitest run src/ui/catalogue -u` writes it anew', async () => {
    await expect(writeCatalogue()).toMatchFileSnapshot('../../../docs/errors.md')
  })
})
