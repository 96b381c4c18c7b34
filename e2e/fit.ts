import type { Locator, Page } from '@playwright/test'

/** What is wider than the page, or cut off at its edges; what scrolls by itself may. */
export const overflow = (page: Page) =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    if (scrollWidth > clientWidth) return [`the page, by ${scrollWidth - clientWidth} pixels`]
    return [...document.querySelectorAll('button, input, select, a[href], h2, p, [role=alert]')]
      .filter((element) => element.checkVisibility() && !element.closest('#network'))
      .filter((element) => !element.closest('[aria-live]'))
      .filter((element) => {
        const { left, right } = element.getBoundingClientRect()
        return left < -1 || right > clientWidth + 1
      })
      .map((element) => element.outerHTML)
  })

/** The buttons that cannot be scrolled to, or that something else lies over. */
export const outOfReach = (part: Locator) =>
  part.evaluateAll((elements) =>
    elements
      .flatMap((element) => [...element.querySelectorAll('button')])
      .filter((button) => button.checkVisibility())
      .filter((button) => {
        button.scrollIntoView({ block: 'center' })
        const { left, right, top, bottom } = button.getBoundingClientRect()
        const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2)
        const isSeen = left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight
        return !isSeen || !button.contains(hit)
      })
      .map((button) => button.outerHTML),
  )
