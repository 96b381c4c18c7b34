import { writeSync } from 'node:fs'
import { createStore } from '../backend/create-store.ts'
import { openSqlite } from '../backend/host/sqlite.ts'
import { agentRecord, callRecord, offered } from './store-records.ts'

/**
 * A process of its own, to be killed: claims agents for calls in the database that it is given, one transaction after the
 * other, and writes the number of each that is committed to its standard output.
 */
const store = createStore(openSqlite(process.argv[2] ?? '', { patience: 0 }))

for (let count = 1; ; count++) {
  store.transaction(() => {
    store.calls.put(callRecord(`call-${count}`))
    store.agents.put(agentRecord('e-1', { callId: `call-${count}` }))
    store.events.append('e-1', offered(`call-${count}`))
  })
  writeSync(1, `${count}\n`)
}
