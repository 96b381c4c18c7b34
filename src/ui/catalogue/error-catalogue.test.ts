import { describe, expect, it } from 'vitest'
import { catalogueEntries } from './error-catalogue.ts'
import { writeCatalogue } from './write-catalogue.ts'

describe('the catalogue of codes', () => {
  it.each(catalogueEntries)('says of $family/$code what the phone and you do', (entry) => {
    expect(entry.what).toMatch(/^[A-Z].+\.$/)
    expect(entry.phone).toMatch(/^It .+\.$/)
    expect(entry.todo).toMatch(/^$|^[A-Z].+\.$/)
  })

  it('has every code once in a family', () => {
    const names = catalogueEntries.map(({ family, code }) => `${family}/${code}`)
    expect(new Set(names).size).toBe(names.length)
  })

  it('is docs/errors.md: `npx vitest run src/ui/catalogue -u` writes it anew', async () => {
    await expect(writeCatalogue()).toMatchFileSnapshot('../../../docs/errors.md')
  })
})
