/** A text and the place in it, counted from 0 in UTF-16 units, before which the next sign will stand. */
export type Edit = { text: string; caret: number }

/** Replaces what is selected; `added` may be empty. */
export function replaceRange(
  text: string,
  { start, end }: { start: number; end: number },
  added: string,
): Edit {
  return {
    text: text.slice(0, start) + added + text.slice(end),
    caret: start + added.length,
  }
}

/** Takes away the last sign before the caret that is no separator: those come and go by themselves. */
export function eraseBefore({ text, caret }: Edit): Edit {
  const before = text.slice(0, caret).replace(lastSign, '')
  return { text: before + text.slice(caret), caret: before.length }
}

/** Takes away the first sign behind the caret that is no separator. */
export function eraseAfter({ text, caret }: Edit): Edit {
  return { text: text.slice(0, caret) + text.slice(caret).replace(firstSign, ''), caret }
}

/** Writes the text in another way, and leaves the caret between the same two signs. */
export function rewrite({ text, caret }: Edit, write: (text: string) => string): Edit {
  const written = write(text)
  if (written === text) return { text, caret }
  if (caret >= text.length) return { text: written, caret: written.length }
  const before = text.slice(0, caret)
  let place = placeBehind(written, before.replaceAll(separators, '').length)
  // Whoever stood behind a separator stands behind it again: erasing does not seem to leap.
  if (isSeparator.test(before.at(-1) ?? '')) {
    while (isSeparator.test(written.charAt(place))) place++
  }
  return { text: written, caret: place }
}

function placeBehind(text: string, signs: number): number {
  let [place, passed] = [0, 0]
  while (passed < signs && place < text.length) {
    if (!isSeparator.test(text.charAt(place))) passed++
    place++
  }
  return place
}

const isSeparator = /[\s()./\p{Pd}]/u
const separators = /[\s()./\p{Pd}]/gu
const lastSign = /[^\s()./\p{Pd}](?=[\s()./\p{Pd}]*$)/u
const firstSign = /[^\s()./\p{Pd}]/u
