import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lanes, type Step } from '../../phone/step.ts'
import { lanesOf, writeMermaid } from './write-mermaid.ts'

const kinds = [
  'frame',
  'request',
  'event',
  'webhook',
  'api',
  'bxml',
  'telephone',
  'warning',
] as const

const step: fc.Arbitrary<Step> = fc.record(
  {
    order: fc.nat(),
    at: fc.nat(),
    from: fc.constantFrom(...lanes),
    to: fc.constantFrom(...lanes),
    kind: fc.constantFrom(...kinds),
    summary: fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('end', 'a; b', '%% c', '<br>', '# 35;', 'wrap: x', 'x\ny', '', 'loop', '{}'),
    ),
    isAnswer: fc.constant(true as const),
  },
  { requiredKeys: ['order', 'at', 'from', 'to', 'kind', 'summary'] },
)

/**
 * The part of Mermaid's grammar that is used, as strict as its lexer: a participant is declared before anything is said; a
 * text has neither `;` nor `#` but in an entity, no line end and no `%%`, and does not begin with `wrap:`.
 */
const lane = `(?:${lanes.join('|')})`
const text = String.raw`(?!\s*(?:no)?wrap:)(?:#\d+;|[^#;%\r\n<>{}"])+`
const grammar = {
  participant: new RegExp(String.raw`^  participant ${lane} as [\w ]+$`),
  message: new RegExp(String.raw`^  ${lane}(?:->>|-->>|-x)${lane}: ${text}$`, 'u'),
  note: new RegExp(String.raw`^  Note over ${lane}: ${text}$`, 'u'),
}

describe('a sequence as Mermaid', () => {
  it('is a diagram of that grammar, with a line to a step', () => {
    fc.assert(
      fc.property(fc.array(step), fc.constantFrom('hidden', 'shown'), (steps, secrecy) => {
        const [head, ...lines] = writeMermaid(steps, secrecy).split('\n')
        expect(head).toBe('sequenceDiagram')
        expect(lines.pop()).toBe('')
        const participants = lines.slice(0, lanesOf(steps).length)
        const said = lines.slice(participants.length)
        for (const line of participants) expect(line).toMatch(grammar.participant)
        expect(said).toHaveLength(steps.length)
        said.forEach((line, index) => {
          const isNote = steps[index]?.from === steps[index]?.to
          expect(line).toMatch(isNote ? grammar.note : grammar.message)
        })
      }),
      { numRuns: 500 },
    )
  })

  it('reads as the call went', () => {
    const base = { order: 1, at: 0 }
    const steps: Step[] = [
      { ...base, from: 'device', to: 'device', kind: 'state', summary: 'requesting' },
      {
        ...base,
        from: 'device',
        to: 'gateway',
        kind: 'frame',
        summary: 'requestOutboundConnection',
      },
      { ...base, from: 'gateway', to: 'device', kind: 'frame', summary: 'ok; #1', isAnswer: true },
      {
        ...base,
        from: 'gateway',
        to: 'telephone',
        kind: 'warning',
        summary: '+19195550102 is lost',
      },
      { ...base, from: 'device', to: 'device', kind: 'state', summary: 'ended:busy' },
    ]
    expect(writeMermaid(steps, 'hidden')).toBe(
      [
        'sequenceDiagram',
        '  participant device as This phone',
        '  participant gateway as Bandwidth',
        '  participant telephone as Phone network',
        '  Note over device: Requesting',
        '  device->>gateway: requestOutboundConnection',
        '  gateway-->>device: ok#59; #35;1',
        '  gateway-xtelephone: [number] is lost',
        '  Note over device: Ended #183; Busy',
        '',
      ].join('\n'),
    )
    expect(writeMermaid(steps, 'shown')).toContain('+19195550102 is lost')
  })
})
