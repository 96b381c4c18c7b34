/**
 * A page over the control API. What can be ordered, and how, it reads from the OpenAPI document: a new fault or switch is
 * on the page as soon as it is in the schemas.
 */

/** @typedef {{ const?: string, enum?: (string | number)[], type?: string, pattern?: string, default?: string | number | boolean, oneOf?: Schema[], anyOf?: Schema[], items?: Schema, properties?: Record<string, Schema>, required?: string[] }} Schema */
/** @typedef {{ id: number, at: number, from: string, to: string, kind: string, summary: string, detail?: string }} Entry */

const shownEntries = 1_000
const refreshInterval = 1_000
const hour = 3_600_000

/**
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} kind
 * @returns {T}
 */
function find(id, kind) {
  const element = document.getElementById(id)
  if (!(element instanceof kind)) throw new Error(`the page has no ${id}`)
  return element
}

/**
 * @param {string} tag
 * @param {Record<string, string>} attributes
 * @param {(string | Node)[]} content
 */
function make(tag, attributes = {}, ...content) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  element.append(...content)
  return element
}

const said = find('said', HTMLOutputElement)

/**
 * @param {string} method
 * @param {string} path relative to this page
 * @param {unknown} [body]
 */
async function call(method, path, body) {
  const response = await fetch(path, {
    method,
    ...(body !== undefined && {
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    }),
  })
  const text = await response.text()
  const answer = text === '' ? undefined : JSON.parse(text)
  if (!response.ok) throw new Error(`${method} ${path} → ${response.status} ${answer?.error}`)
  return answer
}

/**
 * Gives an order, and says how it went.
 * @param {Parameters<typeof call>} order
 */
async function order(...order) {
  try {
    await call(...order)
    said.textContent = `Done: ${order[0]} ${order[1]}`
  } catch (error) {
    said.textContent = error instanceof Error ? error.message : String(error)
  }
  await refresh()
}

/**
 * @param {HTMLFormElement} form
 * @param {(valueOf: (name: string) => string) => void} run is given what stands in the form's fields
 */
function onSubmit(form, run) {
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const values = new FormData(form)
    run((name) => {
      const value = values.get(name)
      return typeof value === 'string' ? value : ''
    })
  })
}

/**
 * A control for one value.
 * @param {string} name
 * @param {Schema} schema
 * @param {string | number | boolean} [value] what it is now; as by default unless told otherwise
 */
function makeField(name, schema, value = schema.default) {
  const choices = schema.enum ?? (schema.type === 'boolean' ? ['true', 'false'] : undefined)
  const control = choices
    ? make('select', { name }, ...choices.map((choice) => make('option', {}, String(choice))))
    : make('input', { name, ...(schema.type === 'number' && { inputmode: 'decimal' }) })
  if (value !== undefined) {
    if (control instanceof HTMLSelectElement) control.value = String(value)
    if (control instanceof HTMLInputElement) control.value = String(value)
  }
  return make('label', {}, name, control)
}

/**
 * What the control's text is as JSON of the schema.
 * @param {Schema} schema
 * @param {string} text
 */
function read(schema, text) {
  const types = [schema, ...(schema.anyOf ?? [])].map(({ type }) => type)
  if (schema.enum) return schema.enum.find((choice) => String(choice) === text)
  if (types.includes('boolean')) return text === 'true'
  const isNumber = types.includes('number') || types.includes('integer')
  return isNumber && text.trim() !== '' && !Number.isNaN(Number(text)) ? Number(text) : text
}

/**
 * A form for one of several kinds of order: which kind, and what that kind needs.
 * @param {HTMLFormElement} form
 * @param {readonly Schema[]} kinds
 * @param {string} title
 * @param {(order: Record<string, unknown>, valueOf: (name: string) => string) => void} run
 */
function offerKinds(form, kinds, title, run) {
  const names = kinds.map(({ properties }) => properties?.type?.const ?? '')
  const choice = make('select', { name: 'type' }, ...names.map((name) => make('option', {}, name)))
  const fields = make('div', { class: 'fields' })
  const chosen = () => kinds[names.indexOf(/** @type {HTMLSelectElement} */ (choice).value)] ?? {}
  const members = () =>
    Object.entries(chosen().properties ?? {}).filter(([name]) => name !== 'type')
  const show = () =>
    fields.replaceChildren(...members().map(([name, schema]) => makeField(name, schema)))
  choice.addEventListener('change', show)
  form.append(make('label', {}, title, choice), fields, make('button', {}, 'Order'))
  show()
  onSubmit(form, (valueOf) => {
    const given = members().flatMap(([name, schema]) => {
      const text = valueOf(name)
      return text === '' ? [] : [[name, read(schema, text)]]
    })
    run({ type: valueOf('type'), ...Object.fromEntries(given) }, valueOf)
  })
}

/** @param {string} id @param {Node[]} items */
function showList(id, items) {
  const list = find(id, HTMLUListElement)
  // What has not changed keeps its focus.
  const next = make('ul', {}, ...items)
  if (next.innerHTML !== list.innerHTML) list.replaceChildren(...items)
}

/** @param {string} id @param {() => Promise<void>} press */
function onPress(id, press) {
  find(id, HTMLButtonElement).addEventListener('click', () => void press())
}

/** @param {string} text @param {() => void} press */
function makeButton(text, press) {
  const button = make('button', { type: 'button' }, text)
  button.addEventListener('click', press)
  return button
}

/** @param {{ callId: string, from: string, to: string, answered: boolean }} live */
function showCall({ callId, from, to, answered }) {
  const act = (/** @type {object} */ body) => () =>
    void order('POST', `calls/${encodeURIComponent(callId)}/acts`, body)
  const ringing = answered
    ? []
    : [
        makeButton('Answer', act({ type: 'answer' })),
        makeButton('Busy', act({ type: 'busy' })),
        makeButton('Reject', act({ type: 'reject' })),
      ]
  return make(
    'li',
    {},
    `${from} → ${to}${answered ? '' : ', not answered yet'}`,
    ...ringing,
    makeButton('Press 1 2 3', act({ type: 'press', digits: '123' })),
    makeButton('Hang up', act({ type: 'hang-up' })),
  )
}

/** @param {{ endpointId: string, heartbeats: { pings: number, pongs: number } }} device */
async function showDevice({ endpointId, heartbeats }) {
  const heard = await call('GET', `devices/${encodeURIComponent(endpointId)}/heard`).catch(
    () => undefined,
  )
  const sound = heard
    ? ` The telephone hears ${Math.round(heard.hertz)} Hz at ${heard.level.toFixed(2)}, digits “${heard.digits}”, ${heard.gaps} gaps.`
    : ''
  const { pings, pongs } = heartbeats
  return make('li', {}, `${endpointId}: ${pongs} of ${pings} heartbeats answered.${sound}`)
}

async function refresh() {
  const [calls, told, connected, faults, { now }] = await Promise.all([
    call('GET', 'calls'),
    call('GET', 'telephones'),
    call('GET', 'gateway/devices'),
    call('GET', 'faults'),
    call('GET', 'clock'),
  ])
  find('clock', HTMLTimeElement).textContent = new Date(now).toISOString()
  showList('calls', calls.calls.map(showCall))
  showList(
    'telephones',
    told.telephones.map((/** @type {{ number: string, reaction: object }} */ one) =>
      make(
        'li',
        {},
        `${one.number}: ${JSON.stringify(one.reaction)}`,
        makeButton(
          'As usual',
          () => void order('DELETE', `telephones/${encodeURIComponent(one.number)}`),
        ),
      ),
    ),
  )
  showList('devices', await Promise.all(connected.devices.map(showDevice)))
  showList(
    'faults',
    Object.entries(faults).flatMap(([where, ordered]) =>
      ordered.map((/** @type {object} */ fault) =>
        make('li', {}, `${where}: ${JSON.stringify(fault)}`),
      ),
    ),
  )
}

/** @param {Schema} schema */
async function showSwitches(schema) {
  const form = find('switches', HTMLFormElement)
  const states = await call('GET', 'switches')
  const properties = schema.properties ?? {}
  form.replaceChildren(
    ...Object.entries(properties).map(([name, one]) => makeField(name, one, states[name])),
  )
  form.addEventListener('change', ({ target }) => {
    if (!(target instanceof HTMLInputElement || target instanceof HTMLSelectElement)) return
    void order('PATCH', 'switches', {
      [target.name]: read(properties[target.name] ?? {}, target.value),
    })
  })
}

/** @param {Entry} entry */
function showEntry({ at, from, to, kind, summary, detail }) {
  const log = find('journal', HTMLDivElement)
  const isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 24
  const line = `${new Date(at).toISOString().slice(11, 23)} ${from} → ${to} `
  const what = make('span', { 'data-kind': kind }, summary)
  log.append(
    detail === undefined
      ? make('div', {}, line, what)
      : make('details', {}, make('summary', {}, line, what), make('pre', {}, detail)),
  )
  while (log.childElementCount > shownEntries) log.firstElementChild?.remove()
  if (isAtEnd) log.scrollTop = log.scrollHeight
}

async function start() {
  const { paths } = await call('GET', 'openapi.json')
  /** @type {(path: string, method: string) => Schema} */
  const bodyOf = (path, method) =>
    paths[path][method].requestBody.content['application/json'].schema

  onSubmit(find('place', HTMLFormElement), (valueOf) => {
    const to = valueOf('to')
    void order('POST', 'calls', { from: valueOf('from'), ...(to !== '' && { to }) })
  })
  const reactions = bodyOf('/telephones/{number}', 'put').properties?.reaction?.oneOf ?? []
  offerKinds(find('telephone', HTMLFormElement), reactions, 'Reaction', (reaction, valueOf) => {
    const number = encodeURIComponent(valueOf('number'))
    void order('PUT', `telephones/${number}`, { reaction })
  })
  const disturbances = bodyOf('/gateway/disturbances', 'post').oneOf ?? []
  offerKinds(find('disturbance', HTMLFormElement), disturbances, 'At once', (body) => {
    void order('POST', 'gateway/disturbances', body)
  })
  const faults = bodyOf('/faults', 'post').properties ?? {}
  for (const [id, member, title] of /** @type {const} */ ([
    ['gateway-fault', 'gateway', 'Of the gateway'],
    ['api-fault', 'api', 'Of an API'],
    ['webhook-fault', 'webhooks', 'Of a webhook'],
  ])) {
    const kinds = faults[member]?.items?.oneOf ?? []
    offerKinds(find(id, HTMLFormElement), kinds, title, (fault) => {
      void order('POST', 'faults', { [member]: [fault] })
    })
  }
  onPress('clear-faults', () => order('DELETE', 'faults'))
  onSubmit(find('advance', HTMLFormElement), (valueOf) => {
    void order('POST', 'clock', { advance: Number(valueOf('hours')) * hour })
  })
  const switches = bodyOf('/switches', 'patch')
  onPress('reset', async () => {
    await order('POST', 'reset')
    find('journal', HTMLDivElement).replaceChildren()
    await showSwitches(switches)
  })
  await showSwitches(switches)

  const stream = new EventSource('journal/stream')
  stream.addEventListener('message', ({ data }) => showEntry(JSON.parse(data)))
  await refresh()
  setInterval(() => {
    // A simulator that is gone says so by its silence; the page goes on when it is back.
    refresh().catch(() => {})
  }, refreshInterval)
}

void start()
