import type { Random } from '../chaos/random.ts'
import { type Family, type FaultItems, type FaultPlan, type FaultRule, planOf, readFaultItems } from './fault-plan.ts'
import { drawMs } from './timing.ts'

/** What befalls one request. */
export type Fate = {
  readonly latencyMs: number
  readonly fault: FaultRule['kind'] | undefined
  readonly otherTime: boolean
  readonly emptySlots: boolean
}

/** The faults in force; they can be changed at any time. */
export type Faults = {
  readonly plan: FaultPlan
  /** As it would be written in a specification. */
  readonly spec: string
  /** In place of everything in force. @throws FaultSpecError, and nothing changes */
  set(spec: string): void
  /** Besides what is in force; the same item replaces the earlier one. @throws FaultSpecError, and nothing changes */
  add(spec: string): void
  /** A good day again. */
  clear(): void
  /** Drawn once for each request, in the order they arrive. */
  fateOf(family: Family): Fate
  /** How the server is away at the moment, if it is. */
  outage(): 'drop' | 'hang' | number | undefined
  /** How often each fault has struck since the start. */
  struck(): Readonly<Record<string, number>>
  strike(name: string): void
}

export function createFaults(spec: string, random: Random, nowMs: () => number): Faults {
  let items: FaultItems = new Map()
  let plan = planOf(items)
  let sinceMs = nowMs()
  const counts: Record<string, number> = {}
  const put = (next: FaultItems) => {
    plan = planOf(next)
    // An outage is counted from when it was asked for, and not begun anew by what is added later.
    if (next.get('outage') !== items.get('outage')) sinceMs = nowMs()
    items = next
  }
  const strike = (name: string) => {
    counts[name] = (counts[name] ?? 0) + 1
  }
  const faults: Faults = {
    get plan() {
      return plan
    },
    get spec() {
      return [...items].map(([name, value]) => (value === '' ? name : `${name}=${value}`)).join(',')
    },
    set(spec) {
      const next = readFaultItems(spec)
      items = new Map()
      put(next)
    },
    add: (spec) => put(new Map([...items, ...readFaultItems(spec)])),
    clear: () => put(new Map()),
    fateOf(family) {
      const spread = plan.latency.get(family)
      const fault = plan.rules.find((rule) => rule.families.includes(family) && random.chance(rule.share))?.kind
      const fate = {
        latencyMs: spread === undefined ? 0 : drawMs(spread, random),
        fault,
        otherTime: plan.otherTime > 0 && family === 'bookings' && random.chance(plan.otherTime),
        emptySlots: plan.emptySlots > 0 && family === 'slots' && random.chance(plan.emptySlots),
      }
      if (fault !== undefined) strike(`${family}.${nameOf(fault)}`)
      if (fate.emptySlots) strike('slots.empty')
      return fate
    },
    outage() {
      const { outage } = plan
      if (outage === undefined) return undefined
      const passedMs = nowMs() - sinceMs - outage.afterMs
      return passedMs >= 0 && passedMs < outage.forMs ? outage.how : undefined
    },
    struck: () => ({ ...counts }),
    strike,
  }
  faults.set(spec)
  return faults
}

function nameOf(fault: FaultRule['kind']): string {
  switch (fault.name) {
    case 'status':
      return `${fault.status}${fault.after ? '-after' : ''}`
    case 'drop':
      return fault.after ? 'drop-after' : 'drop'
    case 'hang':
    case 'done-then-timeout':
      return fault.name
  }
}
