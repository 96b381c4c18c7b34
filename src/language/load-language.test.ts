import { afterEach, describe, expect, it, vi } from 'vitest'
import { locale, text, type Catalogue } from './language.ts'
import { chooseLanguage, loadLanguage } from './load-language.ts'

const english = { language: 'en', locale: 'en' } as const

// All other tests read English.
afterEach(() => loadLanguage(english, () => {}))

describe('the language of the page', () => {
  it.each([
    ['system', ['es-MX', 'en'], 'es', 'es-MX'],
    ['system', ['fr-FR', 'en-GB', 'es'], 'en', 'en-GB'],
    ['system', ['fr'], 'en', 'en'],
    ['system', [], 'en', 'en'],
    ['es', ['en-US', 'es-AR'], 'es', 'es-AR'],
    ['es', ['en-US'], 'es', 'es'],
    ['en', ['es', 'toString-x'], 'en', 'en'],
  ] as const)('of %s in a browser that wants %j is %s, written as in %s', (...row) => {
    const [preference, wanted, language, written] = row
    expect(chooseLanguage(preference, wanted)).toEqual({ language, locale: written })
  })

  it('is what the words and the numbers are in', async () => {
    await loadLanguage({ language: 'es', locale: 'es-ES' }, () => {})
    expect([locale(), text('call.hangUp')]).toEqual(['es-ES', 'Colgar'])
    expect(text('amount.tenths', { value: 4.4 })).toBe('4,4')
    expect([1, 2].map((count) => text('recents.missed', { count }))).toEqual([
      '1 llamada perdida',
      '2 llamadas perdidas',
    ])
  })

  it('is English where its words cannot be loaded, with a word about it', async () => {
    const warn = vi.fn<(message: string) => void>()
    const load = (language: string) =>
      language === 'es'
        ? Promise.reject(new Error('no network'))
        : Promise.resolve({ 'call.hangUp': 'Hang up' } as Catalogue)
    expect(await loadLanguage({ language: 'es', locale: 'es' }, warn, load)).toEqual(english)
    expect(text('call.hangUp')).toBe('Hang up')
    expect(warn).toHaveBeenCalledWith("the texts of 'es' could not be loaded")
  })

  it('is none where there are no words at all', async () => {
    const load = () => Promise.reject(new Error('no network'))
    await expect(loadLanguage(english, () => {}, load)).rejects.toThrow('no network')
    await expect(loadLanguage({ language: 'es', locale: 'es' }, () => {}, load)).rejects.toThrow()
  })
})
