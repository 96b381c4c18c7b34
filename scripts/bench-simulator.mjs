/**
 * How much the simulator carries on this machine, so that load tests of an application can trust it: endpoints held, calls
 * side by side and one after another, with the CPU and the memory that they cost and the packets that are lost. The devices
 * are werift's, in this process: both sides share the machine. Printed, not asserted.
 */
import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { runnerImport } from 'vite'

const deviceCounts = (process.env['DEVICES'] ?? '1,10,50').split(',').map(Number)
const calls = Number(process.env['CALLS'] ?? 500)
const seconds = Number(process.env['SECONDS'] ?? 10)
/** Devices among which the calls in sequence take turns. */
const turns = 4
/** Hertz of the kernel's clock, in which `/proc` counts. */
const ticksPerSecond = 100

/** @typedef {typeof import('../src/testing/gateway-stage.ts')} Stages */
/** @typedef {import('../src/testing/gateway-stage.ts').GatewayStage} Stage */
/** @typedef {Awaited<ReturnType<Stage['online']>>} Online */

/** @type {{ module: Stages }} */
const { module: stages } = await runnerImport('./src/testing/gateway-stage.ts', {
  configFile: false,
  root: process.cwd(),
  logLevel: 'error',
})

const { child, firstLine } = await startSimulator()
const simulator = probe(child.pid ?? 0)
const codec = process.env['CODEC'] === 'pcmu' ? 'pcmu' : 'opus'
const stage = await stages.openStage(JSON.parse(firstLine), { codec })
try {
  console.log(`${codec}; at rest: ${simulator.memory()} MB, ${simulator.files()} files open`)
  await stage.control.changeSwitches({ endpointCeiling: 1_000 })
  await inSequence()
  await sideBySide()
} finally {
  child.kill('SIGKILL')
}
process.exit()

/** The same few devices, so that only calls can be what grows. */
async function inSequence() {
  const online = await connect(turns)
  console.log(`${calls} calls in sequence, on ${turns} devices:`)
  const took = []
  const startedAt = performance.now()
  for (let call = 1; call <= calls; call++) {
    const callStartedAt = performance.now()
    await oneCall(at(online, call))
    took.push(performance.now() - callStartedAt)
    if (call % (calls / 5) !== 0) continue
    console.log(
      `  after ${call}: ${simulator.memory()} MB, ${simulator.files()} files open, ${simulator.threads()} threads`,
    )
  }
  const total = (performance.now() - startedAt) / 1_000
  const sorted = took.toSorted((a, b) => a - b)
  const half = at(sorted, Math.floor(sorted.length / 2))
  console.log(
    `  ${(calls / total).toFixed(1)} calls per second; each, from its placing to the first sound and to its end, ` +
      `p50 ${half.toFixed(0)} ms, longest ${at(sorted, sorted.length - 1).toFixed(0)} ms`,
  )
  const sections = Math.max(...online.map(({ device }) => sectionsOf(device.offers.at(-1) ?? '')))
  console.log(`  sections in the last offer: ${sections}`)
  await leave(online)
}

async function sideBySide() {
  for (const count of deviceCounts) {
    const before = simulator.memory()
    const connectedAt = performance.now()
    const online = await connect(count)
    const connecting = (performance.now() - connectedAt) / count
    const held = simulator.memory()
    const idle = await simulator.load(seconds / 2)
    for (const { endpointId } of online) await stage.call(endpointId)
    await until(() => online.every(({ device }) => (device.calls[0]?.packets().received ?? 0) > 25))
    const busy = await simulator.load(seconds)
    const sound = online.flatMap(({ device }) => device.calls[0]?.packets() ?? [])
    const received = sum(sound.map((each) => each.received))
    const lost = sum(sound.map((each) => each.lost))
    const heard = await Promise.all(online.map(({ endpointId }) => stage.control.heard(endpointId)))
    console.log(`${count} devices:`)
    console.log(
      `  held: ${idle.toFixed(1)} % of a core, ${held - before} MB, ${connecting.toFixed(0)} ms to connect one`,
    )
    console.log(
      `  in ${count} calls: ${busy.toFixed(1)} % of a core, ${(busy / count).toFixed(2)} % a call, ` +
        `${simulator.memory() - before} MB`,
    )
    console.log(
      `  heard by the devices: ${received} packets, ${lost} lost; by the telephones: ` +
        `${sum(heard.map((each) => each.lost))} lost, ${sum(heard.map(({ gaps }) => gaps))} gaps, ` +
        `${heard.filter(({ hertz }) => Math.abs(hertz - 600) < 5).length} hear 600 Hz`,
    )
    await leave(online)
  }
  console.log(`when all have left: ${simulator.memory()} MB, ${simulator.files()} files open`)
}

/**
 * @param {number} count
 * @returns {Promise<Online[]>}
 */
async function connect(count) {
  const online = []
  for (let index = 0; index < count; index++) online.push(await stage.online())
  return online
}

/** @param {Online[]} online */
async function leave(online) {
  await Promise.all(online.map(({ device }) => device.close()))
  await until(() =>
    online.every(({ endpointId }) => stage.events(endpointId).includes('endpointDisconnected')),
  )
  // Idle connections of HTTP are kept for 4 s.
  await new Promise((resolve) => setTimeout(resolve, 5_000))
}

/** @param {Online} online */
async function oneCall({ device, endpointId }) {
  const index = device.calls.length
  const callId = await stage.call(endpointId)
  await until(() => (device.calls[index]?.packets().received ?? 0) > 0)
  await stage.control.hangUp(callId)
  await until(() => device.calls[index]?.isRemoved ?? false)
}

/** @param {number} pid */
function probe(pid) {
  const status = () => readFileSync(`/proc/${pid}/status`, 'utf8')
  const field = (/** @type {string} */ name) =>
    Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status())?.[1])
  const ticks = () => {
    const [, times = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')
    const [user = 0, system = 0] = times.split(' ').slice(11, 13).map(Number)
    return user + system
  }
  return {
    /** Megabytes. */
    memory: () => Math.round(field('VmRSS') / 1_024),
    files: () => readdirSync(`/proc/${pid}/fd`).length,
    threads: () => field('Threads'),
    /** Percent of one core, over that many seconds from now. */
    load: async (/** @type {number} */ duration) => {
      const before = ticks()
      await new Promise((resolve) => setTimeout(resolve, duration * 1_000))
      return ((ticks() - before) / ticksPerSecond / duration) * 100
    },
  }
}

async function startSimulator() {
  const child = spawn(process.execPath, [join('dist-server', 'simulator.js')], {
    env: {
      PATH: process.env['PATH'] ?? '',
      PORT: '0',
      PACE: '0.02',
      CODEC: process.env['CODEC'] ?? 'opus',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  /** @type {string} */
  const firstLine = await new Promise((resolve) => {
    createInterface({ input: child.stdout }).once('line', resolve)
  })
  return { child, firstLine }
}

/** @param {() => boolean} isTrue */
async function until(isTrue) {
  const deadline = Date.now() + 30_000
  while (!isTrue()) {
    if (Date.now() > deadline) throw new Error('The simulator did not get there in 30 s')
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}

/** @param {string} sdp */
function sectionsOf(sdp) {
  return sdp.match(/^m=/gm)?.length ?? 0
}

/** @param {number[]} numbers */
function sum(numbers) {
  return numbers.reduce((total, each) => total + each, 0)
}

/**
 * @template Item
 * @param {readonly Item[]} items
 * @param {number} index past the end it begins again
 * @returns {Item}
 */
function at(items, index) {
  const item = items[index % items.length]
  if (item === undefined) throw new Error('There are none')
  return item
}
