import type { Clock } from '../clock.ts'
import { deepFreeze } from '../deep-freeze.ts'
import { cacheKey, tagKey } from './cache-key.ts'
import type { CacheKind, CachePlace } from './cache-kind.ts'
import type { Cache, Cached, CacheEvents, CacheOutcome, GetOptions } from './cache.ts'
import { abortable, atHand, fly, type Landing } from './flight.ts'
import { createFlights } from './flights.ts'
import { fromText, toText } from './kept-text.ts'
import { createMemory, type Kept } from './memory.ts'
import { createRecentChanges } from './recent-changes.ts'
import type { SharedCache, SharedHearing, SharedPlace } from './shared-cache.ts'

export type CacheDeps = {
  readonly clock: Clock
  readonly events: CacheEvents
  /** Makes the cache that processes share, given who hears of the changes of others. Without: all is per process. */
  readonly openShared?: ((hearing: SharedHearing) => SharedCache) | undefined
  /** How many values a process holds. */
  readonly capacity?: number
}

export function createCache({ clock, events, openShared, capacity }: CacheDeps): Cache {
  const memory = createMemory(capacity)
  const recent = createRecentChanges()
  const flights = createFlights()
  const drop = (keys: readonly string[], tags: readonly string[]) => {
    memory.change(keys, tags)
    flights.change(keys, tags)
  }
  const onChange = (keys: readonly string[], tags: readonly string[]) => {
    recent.note([...keys, ...tags], nowMs())
    drop(keys, tags)
  }
  const onGap = () => {
    memory.changeAll()
    flights.doubt()
  }
  const shared = openShared?.({ onChange, onGap })
  const parts = { clock, memory, shared }
  const nowMs = () => clock.now().epochMilliseconds
  // Where the changes of others are not heard, what is in reach of all is asked instead.
  const trustsMemory = () => shared === undefined || shared.isListening || !shared.isUp

  async function find<Value>(
    kind: CacheKind<Value>,
    given: CachePlace,
    load: (signal: AbortSignal) => Promise<Value>,
    options: GetOptions<Value>,
  ): Promise<{ landing: Landing<Value>; outcome: CacheOutcome }> {
    const place = sharedPlace(kind, given)
    const { freshForMs = 0, ttlMs = () => kind.ttlMs } = options
    const held = trustsMemory() ? atHand(parts, { kind, place, freshForMs }) : undefined
    if (held !== undefined) return { landing: held, outcome: outcomeOf(held) }
    const lastChangeMs = () => recent.latest([place.key, ...place.tags])
    // Under a key there is nothing but values of its kind.
    const joined = flights.find(place.key) as Promise<Landing<Value>> | undefined
    const plan = { kind, place, load, freshForMs, ttlMs, lastChangeMs }
    const flight = joined ?? flights.depart(place, (course) => fly(parts, plan, course))
    const landing = await abortable(flight, options.signal)
    const isShared = joined !== undefined && landing.kind === 'kept'
    return { landing, outcome: isShared ? 'shared' : outcomeOf(landing) }
  }

  /** In this process alone: there is no other, or it will hear that something has changed and load anew. */
  function patchHere<Value>(
    place: SharedPlace,
    before: Kept<Value> | undefined,
    change: (value: Value) => Value | undefined,
  ) {
    const value = before === undefined ? undefined : change(before.value)
    if (before === undefined || value === undefined) return false
    memory.keep(place.key, place.tags, { ...before, value: deepFreeze(value) })
    return true
  }

  return {
    async get(kind, place, load, options = {}) {
      options.signal?.throwIfAborted()
      let outcome: CacheOutcome = 'failed'
      try {
        if (options.isOn === false) {
          const value = await loadAlone(kind, load, options.signal)
          outcome = 'off'
          return { value, loadedAtMs: nowMs(), isStale: false }
        }
        const found = await find(kind, place, load, options)
        outcome = found.outcome
        return tell(found.landing)
      } finally {
        if (options.isCounted !== false) events.cacheAnswered(kind.name, outcome)
      }
    },
    async look(kind, given, { freshForMs = 0 } = {}) {
      const place = sharedPlace(kind, given)
      const held = trustsMemory() ? atHand(parts, { kind, place, freshForMs }) : undefined
      if (held?.kind === 'kept') return tell(held)
      const ageNowMs = nowMs()
      const ages = { nowMs: ageNowMs, freshAfterMs: ageNowMs + freshForMs, freshBeforeMs: ageNowMs + kind.ttlMs }
      const kept = fromText(kind, (await shared?.look(place, ages)) ?? '')
      return kept === undefined ? undefined : { ...agedValue(kept), isStale: false }
    },
    async change(scope, { entries = [], tags = [] }) {
      const keys = entries.map(({ kind, id }) => cacheKey(kind, { scope, id }))
      const keysOfTags = tags.map((tag) => tagKey(scope, tag))
      onChange(keys, keysOfTags)
      for (const { kind } of entries) events.cacheChanged(kind.name, 'dropped')
      if (tags.length > 0) events.cacheChanged('tag', 'dropped')
      await shared?.change(keys, keysOfTags, nowMs())
    },
    async patch(kind, given, change) {
      const place = sharedPlace(kind, given)
      const entry = memory.get(place.key)?.kept
      const before = entry === undefined || entry.changed === true ? undefined : (entry as Kept<never>)
      drop([place.key], [])
      const patched = await shared?.patch(place, (text) => {
        const kept = fromText(kind, text)
        const value = kept === undefined ? undefined : change(kept.value)
        return kept === undefined || value === undefined ? undefined : toText({ ...kept, value })
      })
      const isPatched = patched !== undefined || patchHere(place, shared?.isUp === true ? undefined : before, change)
      if (!isPatched) recent.note([place.key], nowMs())
      if (patched === undefined) await shared?.change([place.key], [], nowMs())
      events.cacheChanged(kind.name, isPatched ? 'patched' : 'dropped')
    },
    close: () => shared?.close(),
  }
}

function sharedPlace(kind: Pick<CacheKind<never>, 'name'>, place: CachePlace): SharedPlace {
  return { key: cacheKey(kind, place), tags: (place.tags ?? []).map((tag) => tagKey(place.scope, tag)) }
}

async function loadAlone<Value>(
  kind: CacheKind<Value>,
  load: (signal: AbortSignal) => Promise<Value>,
  signal: AbortSignal | undefined,
): Promise<Value> {
  const deadline = AbortSignal.timeout(kind.answerWithinMs)
  try {
    return await abortable(load(signal === undefined ? deadline : AbortSignal.any([signal, deadline])), deadline)
  } catch (error) {
    signal?.throwIfAborted()
    throw deadline.aborted ? kind.unavailable.make() : error
  }
}

function outcomeOf(landing: Landing<unknown>): CacheOutcome {
  if (landing.kind === 'kept') return landing.from
  return landing.stale === undefined ? 'unavailable' : 'stale'
}

function tell<Value>(landing: Landing<Value>): Cached<Value> {
  if (landing.kind === 'kept') return { ...agedValue(landing.kept), isStale: false }
  if (landing.stale === undefined) throw landing.error
  return { ...agedValue(landing.stale), isStale: true }
}

function agedValue<Value>({ value, loadedAtMs }: Kept<Value>): { value: Value; loadedAtMs: number } {
  return { value, loadedAtMs }
}
