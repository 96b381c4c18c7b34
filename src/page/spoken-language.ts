import { chooseLanguage, loadLanguage } from '../language/load-language.ts'
import type { Phone } from '../phone/phone.ts'

export type SpeakingPage = {
  document: { documentElement: Pick<HTMLElement, 'lang' | 'dir'> }
  navigator: Pick<Navigator, 'languages'>
}

/**
 * Lets the page speak the agent's language, now and whenever the agent changes it.
 *
 * @param redraw called when what is on the screen is in another language than the page
 * @returns settles when the first words are there
 * @throws where there are none: no language could be loaded
 */
export async function followLanguage(
  { store, warn }: Pick<Phone, 'store' | 'warn'>,
  redraw: () => void,
  { document, navigator }: SpeakingPage = globalThis,
  load = loadLanguage,
): Promise<void> {
  const adopt = async (): Promise<void> => {
    const { language } = store.getState().preferences
    const spoken = await load(chooseLanguage(language, navigator.languages), warn)
    // All languages that there are words for are written from left to right.
    Object.assign(document.documentElement, { lang: spoken.language, dir: 'ltr' })
  }

  await adopt()
  // One after the other, so that the last choice is what is spoken in the end.
  let adopted = Promise.resolve()
  store.subscribe((state, previous) => {
    if (state.preferences.language === previous.preferences.language) return
    // Where no language can be loaded any more, the one before goes on.
    adopted = adopted.then(adopt).then(redraw, () => {})
  })
}
