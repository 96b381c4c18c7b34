import { expect, it } from 'vitest'
import type { Step } from '../phone/step.ts'
import { createJournal } from '../simulator/journal.ts'
import { createNetworkSteps } from './network-steps.ts'

function createWorld() {
  let time = 0
  const journal = createJournal(() => ++time)
  const network = createNetworkSteps(journal)
  const steps: Step[] = []
  network.subscribe((step) => steps.push(step))
  const inOrder = () => steps.toSorted((a, b) => a.order - b.order)
  return { journal, network, inOrder }
}

const api = { from: 'application', to: 'gateway', kind: 'api' } as const
const webhook = { from: 'gateway', to: 'application', kind: 'webhook' } as const

it('a webhook goes out before what the application did about it, and is answered after', () => {
  const { journal, inOrder } = createWorld()
  const began = journal.begin()
  journal.record({ ...api, began: journal.begin(), summary: 'POST /calls → 201 (1 ms)' })
  journal.record({ ...webhook, began, summary: 'POST /hooks/brtc → 200 (5 ms)' })
  expect(inOrder().map(({ from, summary, isAnswer }) => [from, summary, isAnswer])).toEqual([
    ['gateway', 'POST /hooks/brtc', undefined],
    ['application', 'POST /calls', undefined],
    ['gateway', '201 (1 ms)', true],
    ['application', '200 (5 ms)', true],
  ])
})

it('a place that the phone takes is between those of the network', () => {
  const { journal, network, inOrder } = createWorld()
  const began = journal.begin()
  const place = network.place()
  journal.record({ ...webhook, began, summary: 'POST /hooks → 204 (1 ms)' })
  const [question, answer] = inOrder()
  expect(question?.order).toBeLessThan(place)
  expect(answer?.order).toBeGreaterThan(place)
})

it('frames are the phone’s own to tell, and a caller begins something', () => {
  const { journal, inOrder } = createWorld()
  journal.record({ from: 'gateway', to: 'device', kind: 'frame', summary: 'sdpOffer' })
  journal.record({
    from: 'telephone',
    to: 'gateway',
    kind: 'telephone',
    summary: '+13035550142 calls +19195550100',
  })
  expect(inOrder()).toMatchObject([{ kind: 'telephone', begins: true }])
})
