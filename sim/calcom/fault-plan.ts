import {
  readCount,
  readDuration,
  readShare,
  readSpread,
  readStatus,
  readSwitch,
  unreadable,
  type FaultSpecError,
} from './fault-values.ts'
import { type Spread, usualTiming } from './timing.ts'

/** What a request is about, as far as faults care. */
export const families = [
  'slots',
  'reservations',
  'bookings',
  'reschedules',
  'cancels',
  'decisions',
  'reads',
  'catalogue',
  'subscriptions',
] as const
export type Family = (typeof families)[number]

const WRITES: readonly Family[] = ['bookings', 'reschedules', 'cancels', 'decisions']

/** What befalls a share of the requests of some families. `after` means: when the work has been done. */
export type FaultRule = {
  families: readonly Family[]
  share: number
  kind:
    | { name: 'status'; status: number; after: boolean }
    /** Nothing is done for so long; then it is, whether or not somebody still waits. */
    | { name: 'hang'; milliseconds: number }
    | { name: 'drop'; after: boolean }
    /** Done, and never answered. */
    | { name: 'done-then-timeout' }
}

export type FaultPlan = {
  readonly latency: ReadonlyMap<Family, Spread>
  readonly rules: readonly FaultRule[]
  readonly otherTime: number
  /** Share of slot requests answered as if no host's calendar could be read. */
  readonly emptySlots: number
  readonly outage: { afterMs: number; forMs: number; how: 'drop' | 'hang' | number } | undefined
  readonly webhooks: {
    readonly lost: number
    readonly double: number
    /** How often each delivery is sent, before any is doubled. */
    readonly times: number
    readonly delay: { spread: Spread; share: number } | undefined
    /** So many deliveries are gathered and sent in any order. */
    readonly shuffle: number
  }
  readonly staleMs: number
  /** `race`: as over there, check and insert are apart. `off`: checked again at the insert. `on`: bookings are no conflict at all. */
  readonly overlaps: 'on' | 'race' | 'off'
  /** Between check and insert of a booking, besides the latency. */
  readonly raceMs: number
  readonly rateLimit: { limit: number | undefined; blockMs: number } | 'off'
  /** Whether slots of the days beside the range get in when no time zone was sent. */
  readonly leak: boolean
}

/** Items by what they are about: a later one about the same thing replaces an earlier one. */
export type FaultItems = ReadonlyMap<string, string>

/** Reads `name=value` items, separated by commas. @throws FaultSpecError */
export function readFaultItems(spec: string): FaultItems {
  const items = new Map<string, string>()
  for (const item of spec.split(',').map((text) => text.trim())) {
    if (item === '') continue
    const at = item.indexOf('=')
    const name = at < 0 ? item : item.slice(0, at).trim()
    const value = at < 0 ? '' : item.slice(at + 1).trim()
    items.set(name, value)
  }
  // An item that cannot be understood is told when it is given, not when it would strike.
  planOf(items)
  return items
}

/** What the items amount to. @throws FaultSpecError */
export function planOf(items: FaultItems): FaultPlan {
  const plan: Mutable = { ...quietPlan(), latency: new Map(), rules: [], webhooks: { ...quietPlan().webhooks } }
  const latencies: { reach: number; families: readonly Family[]; spread: Spread }[] = []
  for (const [name, value] of items) {
    const { families: meant, rest, reach } = familiesOf(name)
    if (meant.length === 0 && (rest === 'latency' || rest === 'usual')) throw unknownFamily(name, value)
    if (rest === 'latency') latencies.push({ reach, families: meant, spread: readSpread(name, value) })
    else if (rest === 'usual') addUsual(plan, latencies)
    else if (!readSetting(plan, name, value)) plan.rules.push({ families: meant, ...readRule(name, rest, value) })
  }
  // The narrower item wins: `slots.latency` over `latency`.
  for (const { families: meant, spread } of latencies.sort((left, right) => right.reach - left.reach)) {
    for (const family of meant) plan.latency.set(family, spread)
  }
  return plan
}

type Mutable = { -readonly [Key in Exclude<keyof FaultPlan, 'latency' | 'rules' | 'webhooks'>]: FaultPlan[Key] } & {
  latency: Map<Family, Spread>
  rules: FaultRule[]
  webhooks: { -readonly [Key in keyof FaultPlan['webhooks']]: FaultPlan['webhooks'][Key] }
}

/** Nothing is wrong: how the server behaves on a good day, answering at once. */
function quietPlan(): FaultPlan {
  return {
    latency: new Map(),
    rules: [],
    otherTime: 0,
    emptySlots: 0,
    outage: undefined,
    webhooks: { lost: 0, double: 0, times: 1, delay: undefined, shuffle: 0 },
    staleMs: 2_000,
    overlaps: 'race',
    raceMs: 0,
    rateLimit: { limit: undefined, blockMs: 60_000 },
    leak: false,
  }
}

function addUsual(plan: Mutable, latencies: { reach: number; families: readonly Family[]; spread: Spread }[]): void {
  // Wider than any reach that can be written: what is said about a latency besides goes before.
  latencies.push({ reach: families.length + 2, families, spread: usualTiming.reads })
  latencies.push({ reach: families.length + 1, families: WRITES, spread: usualTiming.writes })
  const kind = { name: 'hang', milliseconds: usualTiming.hangMs } as const
  plan.rules.push({ families, share: usualTiming.hangShare, kind })
}

function familiesOf(name: string): { families: readonly Family[]; rest: string; reach: number } {
  const at = name.indexOf('.')
  const prefix = at < 0 ? 'all' : name.slice(0, at)
  const rest = name.slice(at + 1)
  if (prefix === 'all') {
    const meant = rest === 'booked-then-timeout' || rest === 'done-then-timeout' ? WRITES : families
    return { families: meant, rest, reach: families.length }
  }
  if (prefix === 'writes') return { families: WRITES, rest, reach: WRITES.length }
  const family = families.find((candidate) => candidate === prefix)
  return family === undefined ? { families: [], rest, reach: 0 } : { families: [family], rest, reach: 1 }
}

/** Settings that are not about requests of a family. Says whether it was one. */
function readSetting(plan: Mutable, name: string, value: string): boolean {
  const read = settings[name]
  read?.(plan, value)
  return read !== undefined
}

const settings: Record<string, ((plan: Mutable, value: string) => void) | undefined> = {
  'other-time': (plan, value) => (plan.otherTime = readShare('other-time', value)),
  'slots.empty': (plan, value) => (plan.emptySlots = readShare('slots.empty', value)),
  'webhooks.lost': ({ webhooks }, value) => (webhooks.lost = readShare('webhooks.lost', value)),
  'webhooks.double': ({ webhooks }, value) => (webhooks.double = readShare('webhooks.double', value)),
  'webhooks.times': ({ webhooks }, value) => (webhooks.times = readCount('webhooks.times', value)),
  'webhooks.shuffle': ({ webhooks }, value) => (webhooks.shuffle = readCount('webhooks.shuffle', value)),
  'webhooks.delay': ({ webhooks }, value) => {
    const [duration = '', share = '100%'] = value.split('@')
    webhooks.delay = { spread: readSpread('webhooks.delay', duration), share: readShare('webhooks.delay', share) }
  },
  stale: (plan, value) => (plan.staleMs = readDuration('stale', value)),
  race: (plan, value) => (plan.raceMs = readDuration('race', value)),
  leak: (plan, value) => (plan.leak = readSwitch('leak', value)),
  overlaps: (plan, value) => {
    if (value !== 'on' && value !== 'race' && value !== 'off') throw unreadable('overlaps', value, 'on, race or off')
    plan.overlaps = value
  },
  'rate-limit': (plan, value) => {
    if (value === 'off') plan.rateLimit = 'off'
    else plan.rateLimit = { ...limitsOf(plan), limit: readCount('rate-limit', value) }
  },
  'rate-block': (plan, value) => (plan.rateLimit = { ...limitsOf(plan), blockMs: readDuration('rate-block', value) }),
  outage: (plan, value) => {
    const [times = '', how = 'drop'] = value.split('@')
    const [after = '', length] = times.split('+')
    const forMs = readDuration('outage', length ?? after)
    plan.outage = { afterMs: length === undefined ? 0 : readDuration('outage', after), forMs, how: readOutage(how) }
  },
}

function limitsOf({ rateLimit }: Mutable): { limit: number | undefined; blockMs: number } {
  return rateLimit === 'off' ? { limit: undefined, blockMs: 60_000 } : rateLimit
}

function readOutage(how: string): 'drop' | 'hang' | number {
  if (how === 'drop' || how === 'hang') return how
  return readStatus('outage', how)
}

function readRule(name: string, rest: string, value: string): Omit<FaultRule, 'families'> {
  if (familiesOf(name).families.length === 0) throw unknownFamily(name, value)
  const status = /^([45]\d\d)(-after)?$/.exec(rest)
  if (status !== null) {
    const kind = { name: 'status', status: Number(status[1]), after: status[2] !== undefined } as const
    return { share: readShare(name, value), kind }
  }
  if (rest === 'drop' || rest === 'drop-after') {
    return { share: readShare(name, value), kind: { name: 'drop', after: rest === 'drop-after' } }
  }
  if (rest === 'booked-then-timeout' || rest === 'done-then-timeout') {
    return { share: readShare(name, value), kind: { name: 'done-then-timeout' } }
  }
  if (rest === 'hang') {
    const [duration = '', share = '100%'] = value.split('@')
    return { share: readShare(name, share), kind: { name: 'hang', milliseconds: readDuration(name, duration) } }
  }
  throw unreadable(name, value, 'a fault this server knows')
}

function unknownFamily(name: string, value: string): FaultSpecError {
  return unreadable(name, value, `a fault of ${families.join(', ')}, writes or all`)
}
