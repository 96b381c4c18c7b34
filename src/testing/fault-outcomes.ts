import { type Fault, faultNames, type Moment, momentNames } from './fault-matrix.ts'

/**
 * What a user shall see of each fault: the words of the status in their order, and what becomes of the call. `opening` is
 * each moment of going online, `unanswered` each call that nobody has answered yet, `talking` each that is up; a moment by
 * its name comes before these.
 */
type Row = Partial<Record<Moment, string>> & {
  opening: string
  idle: string
  reconnecting: string
  unanswered: string
  talking: string
}

const groups: Partial<Record<Moment, 'opening' | 'unanswered' | 'talking' | 'idle'>> = {
  'before open': 'opening',
  'during setMediaPreferences': 'opening',
  'during answers': 'opening',
  'while publishing': 'opening',
  'outbound requested': 'unanswered',
  ringing: 'unanswered',
  'incoming ringing': 'unanswered',
  accepting: 'unanswered',
  'in call': 'talking',
  'in call, offered again': 'talking',
  // The call is over on the screen already.
  'hanging up': 'idle',
}

const offline = (reason: string) => `Offline (${reason})`
const ends = 'the call ends: Connection lost'
const goesOn = 'the call goes on'
const back = 'Eligible → Reconnecting → Eligible'
const renewed = `${back} with a new registration`
const reconnects = 'Reconnecting → Eligible'
const goesOnline = 'Connecting → Eligible'

/** Nothing that the status would say. */
const unharmed: Row = {
  opening: goesOnline,
  idle: 'Eligible',
  unanswered: `Eligible; ${goesOn}`,
  talking: `Eligible; ${goesOn}`,
  reconnecting: reconnects,
}

/** The same endpoint again. What is not connected is over; what is, only where the gateway does not offer it again. */
const reconnected = (opening: string, path = back): Row => ({
  opening: `Connecting → ${offline(opening)}`,
  idle: path,
  unanswered: `${path}; ${ends}`,
  talking: `${path}; ${ends}`,
  'in call, offered again': `${path}; the call is back`,
  reconnecting: reconnects,
})

/** Another endpoint, which takes every call with it. */
const replaced = (opening: string): Row => ({
  opening: `Connecting → ${offline(opening)}`,
  idle: renewed,
  unanswered: `${renewed}; ${ends}`,
  talking: `${renewed}; ${ends}`,
  reconnecting: `${reconnects} with a new registration`,
})

const beforeOpen = { 'before open': `Connecting → ${offline('gateway-refused')}` }
const ended = replaced('endpoint-ended')
const broken = { ...replaced('connection-lost'), ...beforeOpen }
const refused: Row = {
  ...broken,
  // Another endpoint would end the call, which can be heard.
  talking: 'Eligible → Reconnecting; the call talks on by its media',
}
const silent = reconnected('gateway-timeout')
const restartsMedia = 'Connecting → Connected → Reconnecting → Eligible'

const rows: Record<Fault, Row> = {
  'close 1000': ended,
  'close 1001': {
    ...reconnected(''),
    opening: 'Connecting → Reconnecting → Eligible',
    ...beforeOpen,
  },
  'close 1006': { ...reconnected('connection-lost'), ...beforeOpen },
  'close 1011': broken,
  'close 4409': {
    opening: `Connecting → ${offline('superseded')}`,
    idle: `Eligible → ${offline('superseded')}`,
    unanswered: `Eligible → ${offline('superseded')}; ${ends}`,
    talking: `Eligible → ${offline('superseded')}; ${ends}`,
    reconnecting: `Reconnecting → ${offline('superseded')}`,
  },
  'close 4999 (unknown)': broken,
  '403 at the upgrade': refused,
  '409 at the upgrade': refused,
  'token expired': ended,
  'silent socket': silent,
  'silent gateway': {
    ...reconnected('gateway-timeout', 'Eligible → Connected → Reconnecting → Eligible'),
    idle: 'Eligible → Reconnecting → Eligible',
    'hanging up': 'Eligible → Connected → Reconnecting → Eligible',
  },
  'lost reply': {
    ...unharmed,
    opening: `Connecting → ${offline('gateway-timeout')}`,
    'outbound requested': 'Eligible; the call ends: Call failed',
    accepting: 'Eligible; the call ends: Call failed',
  },
  'reply 10 s late': {
    ...unharmed,
    'before open': `Connecting → ${offline('gateway-timeout')}`,
  },
  'malformed frames': unharmed,
  'stale sdpRevision': unharmed,
  'duplicate sdpRevision': unharmed,
  'publish ICE failure': {
    ...reconnected('media-failed'),
    'before open': goesOnline,
    'during answers': restartsMedia,
    'while publishing': restartsMedia,
  },
  'subscribe ICE failure': {
    ...reconnected(''),
    'before open': goesOnline,
    opening: restartsMedia,
    // It has reconnected a moment ago: the same endpoint is not tried twice.
    reconnecting: 'Reconnecting → Connected → Reconnecting → Eligible with a new registration',
  },
  'gateway ICE restart': {
    opening: restartsMedia,
    'before open': goesOnline,
    'during setMediaPreferences': goesOnline,
    idle: back,
    unanswered: `${back}; ${goesOn}`,
    talking: `${back}; ${goesOn}`,
    reconnecting: reconnects,
  },
  'heartbeat stop': {
    ...unharmed,
    idle: 'Eligible → Connected → Reconnecting → Eligible',
    // Rebuilding would end what works.
    unanswered: `Eligible → Connected; ${goesOn}`,
    talking: `Eligible → Connected; ${goesOn}`,
  },
  'microphone ended': unharmed,
  'application 500': unharmed,
  'application timeout': unharmed,
  'close 1011, application 500': broken,
  'close 1011, application timeout': broken,
  'event stream cut': {
    ...unharmed,
    idle: 'Eligible → Connected → Eligible',
    unanswered: `Eligible → Connected → Eligible; ${goesOn}`,
    talking: `Eligible → Connected → Eligible; ${goesOn}`,
  },
  'no network for 5 s': silent,
  'no network for 30 s': silent,
  'machine slept': silent,
}

export function expectedOutcome(fault: Fault, moment: Moment): string {
  const row = rows[fault]
  const group = groups[moment]
  return row[moment] ?? (group && row[group]) ?? ''
}

/** Each that there is, in the order of the table. */
export function outcomes(): string[] {
  return [
    ...new Set(
      faultNames.flatMap((fault) => momentNames.map((moment) => expectedOutcome(fault, moment))),
    ),
  ]
}
