import { text } from '../../language/language.ts'
import { lanes, type Lane, type Step } from '../../phone/step.ts'
import { describeState, laneWords } from './sequence-words.ts'
import { formatLine, type Secrecy } from './format-message.ts'

/** The steps as the text of a Mermaid sequence diagram, https://mermaid.js.org/syntax/sequenceDiagram.html. */
export function writeMermaid(steps: readonly Step[], secrecy: Secrecy): string {
  const participants = lanesOf(steps).map(
    (lane) => `participant ${lane} as ${text(laneWords[lane])}`,
  )
  const lines = steps.map((step) => {
    const said = escape(formatLine(wordsOf(step), secrecy))
    if (step.from === step.to) return `Note over ${step.from}: ${said}`
    return `${step.from}${arrowOf(step)}${step.to}: ${said}`
  })
  return ['sequenceDiagram', ...[...participants, ...lines].map((line) => `  ${line}`), ''].join(
    '\n',
  )
}

/** The lanes that something was said in, in their order; this phone and its gateway in any case. */
export function lanesOf(steps: readonly Step[]): Lane[] {
  const used = new Set<Lane>(['device', 'gateway', ...steps.flatMap(({ from, to }) => [from, to])])
  return lanes.filter((lane) => used.has(lane))
}

/** What the diagram says at a step. */
export function wordsOf({ kind, summary }: Step): string {
  return kind === 'state' ? describeState(summary) : summary
}

function arrowOf({ kind, isAnswer }: Step): string {
  if (kind === 'warning') return '-x'
  return isAnswer ? '-->>' : '->>'
}

/** Mermaid ends a line at `;`, a text at `#` and reads `%%` as a comment; anything that may mean something is its code. */
function escape(words: string): string {
  const escaped = words
    .replace(/\s+/gu, ' ')
    .trim()
    .replace(/[^\p{L}\p{N} /.,_()[\]→…+’-]/gu, (sign) => `#${sign.codePointAt(0)};`)
  return escaped === '' ? '–' : escaped
}
