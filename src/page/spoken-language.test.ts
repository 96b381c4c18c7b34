import { expect, it, vi } from 'vitest'
import type { LanguageChoice } from '../language/load-language.ts'
import { createTestPhone } from '../testing/create-test-phone.ts'
import { waitFor } from '../testing/wait-for.ts'
import { followLanguage } from './spoken-language.ts'

async function openPage(languages: readonly string[]) {
  const { phone } = createTestPhone()
  const documentElement = { lang: '', dir: '' }
  const redraw = vi.fn<() => void>()
  const load = vi.fn(async (choice: LanguageChoice) => choice)
  const page = { document: { documentElement }, navigator: { languages } }
  await followLanguage(phone, redraw, page, load)
  return { phone, documentElement, redraw, load }
}

it('the page speaks what its browser wants, and says so', async () => {
  const { documentElement, redraw } = await openPage(['es-MX'])
  expect(documentElement).toEqual({ lang: 'es', dir: 'ltr' })
  expect(redraw).not.toHaveBeenCalled()
})

it('is drawn again in the language that the agent chooses', async () => {
  const { phone, documentElement, redraw } = await openPage(['en'])
  phone.changePreferences({ language: 'es' })
  await waitFor(() => expect(redraw).toHaveBeenCalledOnce())
  expect(documentElement.lang).toBe('es')
  phone.changePreferences({ shortcuts: false })
  phone.changePreferences({ language: 'system' })
  await waitFor(() => expect(documentElement.lang).toBe('en'))
  expect(redraw).toHaveBeenCalledTimes(2)
})

it('ends with the last choice, however long one takes to load', async () => {
  const { phone, documentElement, load, redraw } = await openPage(['en'])
  let arrive = () => {}
  load.mockImplementationOnce(async (choice) => {
    await new Promise<void>((resolve) => (arrive = resolve))
    return choice
  })
  phone.changePreferences({ language: 'es' })
  phone.changePreferences({ language: 'en' })
  await waitFor(() => expect(load).toHaveBeenCalledTimes(2))
  arrive()
  await waitFor(() => expect(redraw).toHaveBeenCalledTimes(2))
  expect(documentElement.lang).toBe('en')
})

it('goes on as before where the other language cannot be loaded', async () => {
  const { phone, documentElement, load, redraw } = await openPage(['en'])
  load.mockRejectedValueOnce(new Error('no network'))
  phone.changePreferences({ language: 'es' })
  await waitFor(() => expect(load).toHaveBeenCalledTimes(2))
  phone.changePreferences({ language: 'system' })
  await waitFor(() => expect(redraw).toHaveBeenCalledOnce())
  expect(documentElement.lang).toBe('en')
})
