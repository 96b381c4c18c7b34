import { useId, useMemo, useState } from 'react'
import type { ReactNode } from 'react'
import { Button } from '../ui/kit/button.tsx'
import { ControlFailure } from '../simulator/control-client.ts'
import type { Demo } from './demo.ts'
import {
  faultChoices,
  listFaults,
  type FaultChoices,
  type FaultGroup,
  type FaultOrder,
} from './fault-orders.ts'
import styles from './fault-console.module.css'

const labels: Record<keyof FaultChoices, string> = {
  code: 'Close code',
  status: 'HTTP status',
  method: 'Method',
  junk: 'Malformed frame',
  peer: 'Peer',
}

const first: FaultChoices = {
  code: faultChoices.code[0],
  status: faultChoices.status[0],
  method: faultChoices.method[0],
  junk: faultChoices.junk[0] ?? 'not JSON',
  peer: faultChoices.peer[0],
}

/** What can go wrong between phone, Bandwidth and application, to be shown to a person: each fault is a button. */
export function FaultConsole({ demo }: { demo: Demo }): ReactNode {
  const groups = useMemo(() => listFaults(demo), [demo])
  const [choices, setChoices] = useState(first)
  const [said, setSaid] = useState({ title: '', words: '' })

  const order = async ({ title }: FaultGroup, { name, order }: FaultOrder) => {
    const words = await order(choices).then(() => `Done: ${name}.`, describeFailure)
    setSaid({ title, words })
  }

  return (
    <details className={styles.console}>
      <summary>Faults</summary>
      {groups.map((group) => (
        <Group
          key={group.title}
          group={group}
          choices={choices}
          onChoose={(choice) => setChoices({ ...choices, ...choice })}
          onOrder={(chosen) => void order(group, chosen)}
          said={said.title === group.title ? said.words : ''}
        />
      ))}
    </details>
  )
}

function Group(props: {
  group: FaultGroup
  choices: FaultChoices
  onChoose: (choice: Partial<FaultChoices>) => void
  onOrder: (order: FaultOrder) => void
  /** What became of the latest order of this group. */
  said: string
}): ReactNode {
  const { group, choices, onChoose, onOrder, said } = props
  return (
    <fieldset className={styles.group}>
      <legend>{group.title}</legend>
      {group.choices.map((name) => (
        <Choice key={name} name={name} chosen={choices[name]} onChoose={onChoose} />
      ))}
      {group.orders.map((order) => (
        <Button key={order.name} size="small" onClick={() => onOrder(order)}>
          {order.name}
        </Button>
      ))}
      <output className={styles.said}>{said}</output>
    </fieldset>
  )
}

function describeFailure(error: unknown): string {
  return error instanceof ControlFailure ? `Not now: ${error.reason}.` : String(error)
}

function Choice(props: {
  name: keyof FaultChoices
  chosen: string | number
  onChoose: (choice: Partial<FaultChoices>) => void
}): ReactNode {
  const { name, chosen, onChoose } = props
  const id = useId()
  const options: readonly (string | number)[] = faultChoices[name]
  return (
    <div className={styles.choice}>
      <label htmlFor={id}>{labels[name]}</label>
      <select
        id={id}
        value={chosen}
        onChange={({ target }) => onChoose({ [name]: options[target.selectedIndex] })}
      >
        {options.map((option) => (
          <option key={option}>{option}</option>
        ))}
      </select>
    </div>
  )
}
