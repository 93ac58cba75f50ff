import type { Clock } from '../clock.ts'
import { deepFreeze } from '../deep-freeze.ts'
import type { CacheKind } from './cache-kind.ts'
import { fromText, toText } from './kept-text.ts'
import type { Held, Kept, Memory } from './memory.ts'
import type { LoadEnd, SharedCache, SharedLoad, SharedPlace } from './shared-cache.ts'

/** What became of looking for a value that was not at hand. */
export type Landing<Value> =
  | { readonly kind: 'kept'; readonly kept: Kept<Value>; readonly from: KeptFrom }
  /** The source cannot be asked; `stale` is the last known value if it is not too old. */
  | { readonly kind: 'unavailable'; readonly stale: Kept<Value> | undefined; readonly error: Error }

type KeptFrom = 'memory' | 'redis' | 'loaded' | 'shared_elsewhere'

export type FlightDeps = { readonly clock: Clock; readonly memory: Memory; readonly shared: SharedCache | undefined }

export type FlightPlan<Value> = {
  readonly kind: CacheKind<Value>
  readonly place: SharedPlace
  readonly load: (signal: AbortSignal) => Promise<Value>
  readonly ttlMs: (value: Value) => number
  /** How long a value found elsewhere must still be fresh. */
  readonly freshForMs: number
  /** When this process last heard that what is loaded has changed. */
  readonly lastChangeMs: () => number
}

/** What is learned on the way: once something changed, what the flight brings is told to those who asked before, and not kept. */
export type FlightCourse = { hasChanged: boolean }

/**
 * After a source could not be asked, for so long nobody tries again. A try may be two requests, the second right after the
 * first: so a source in trouble gets no more than two in any five seconds.
 */
const RETRY_AFTER_MS = 5_000
const RETRY_GRID_MS = 500
/** Those who wait for another process are told by message; one in many gets lost, and then they look. */
const LOOK_AGAIN_MS = 100
/** Well within the lease, so that a busy moment of this process does not cost it. */
const RENEW_EVERY_MS = 300

/**
 * Looks in the shared cache; else waits for whoever is loading already, in whatever process; else loads. It ends within the
 * kind's time and depends on no single one of those who wait for it.
 *
 * Rejects with what the load rejects with, unless that says that the source cannot be asked.
 */
export async function fly<Value>(
  deps: FlightDeps,
  plan: FlightPlan<Value>,
  course: FlightCourse,
): Promise<Landing<Value>> {
  const { kind, place } = plan
  const signal = AbortSignal.timeout(kind.answerWithinMs)
  let hasFollowed = false
  for (;;) {
    const nowMs = deps.clock.now().epochMilliseconds
    // What somebody loaded just now is taken as it is, however long it is good for: else all who wait would load in turns.
    const freshForMs = hasFollowed ? 0 : plan.freshForMs
    const ages = { nowMs, freshAfterMs: nowMs + freshForMs, freshBeforeMs: nowMs + kind.ttlMs }
    const entered = await deps.shared?.enter(place, ages)
    const known = entered === undefined ? undefined : fromText(kind, entered.value)
    if (entered?.kind === 'value' && known !== undefined) {
      keep(deps, plan, course, known)
      return { kind: 'kept', kept: known, from: hasFollowed ? 'shared_elsewhere' : 'redis' }
    }
    if (entered?.kind === 'failed') {
      deps.memory.fail(place.key, place.tags, entered.failedUntilMs)
      return unavailable(deps, plan, kind.unavailable.make(), known)
    }
    if (entered?.kind !== 'follow') {
      return await lead(deps, plan, course, {
        signal,
        load: entered?.kind === 'lead' ? entered.load : undefined,
        known,
      })
    }
    hasFollowed = true
    if (signal.aborted) return unavailable(deps, plan, kind.unavailable.make(), known)
    await deps.shared?.settled(place.key, LOOK_AGAIN_MS)
  }
}

/** What is told from memory: a fresh value, or that the source could not be asked a moment ago. Undefined: fly. */
export function atHand<Value>(
  deps: FlightDeps,
  plan: Pick<FlightPlan<Value>, 'kind' | 'place' | 'freshForMs'>,
): Landing<Value> | undefined {
  const { kind, place } = plan
  const entry = deps.memory.get(place.key)
  if (entry === undefined) return undefined
  const nowMs = deps.clock.now().epochMilliseconds
  // Under a key there is nothing but values of its kind.
  const kept = entry.kept as Held<Value> | undefined
  if (kept !== undefined && kept.changed !== true && kept.freshUntilMs > nowMs + plan.freshForMs) {
    // A clock that was set back must not lengthen a life.
    if (kept.freshUntilMs <= nowMs + kind.ttlMs) return { kind: 'kept', kept, from: 'memory' }
  }
  if (entry.failedUntilMs > nowMs && entry.failedUntilMs <= retryAt(nowMs)) {
    return unavailable(deps, plan, kind.unavailable.make(), undefined)
  }
  return undefined
}

type Lead<Value> = {
  readonly signal: AbortSignal
  /** Missing where the shared cache is away: then this process loads for itself. */
  readonly load: SharedLoad | undefined
  readonly known: Kept<Value> | undefined
}

async function lead<Value>(
  deps: FlightDeps,
  plan: FlightPlan<Value>,
  course: FlightCourse,
  { signal, load, known }: Lead<Value>,
): Promise<Landing<Value>> {
  const { kind, place } = plan
  const settle = async (end: LoadEnd) => (load === undefined ? undefined : await deps.shared?.settle(place, load, end))
  const loadedAtMs = deps.clock.now().epochMilliseconds
  const changedAtMs = Math.max(load?.changedAtMs ?? 0, plan.lastChangeMs())
  let value: Value
  try {
    value = deepFreeze(await renewing(deps, plan, load, abortable(plan.load(signal), signal)))
  } catch (error) {
    if (!signal.aborted && !kind.unavailable.is(error)) {
      await settle({ kind: 'given_up' })
      throw error
    }
    const failedUntilMs = retryAt(deps.clock.now().epochMilliseconds)
    deps.memory.fail(place.key, place.tags, failedUntilMs)
    await settle({ kind: 'failed', failedUntilMs })
    return unavailable(deps, plan, kind.unavailable.is(error) ? error : kind.unavailable.make(), known)
  }
  const kept = { value, loadedAtMs, freshUntilMs: loadedAtMs + lifetimeMs(plan, value, loadedAtMs - changedAtMs) }
  if ((await settle({ kind: 'value', value: toText(kept), freshUntilMs: kept.freshUntilMs })) === false) {
    course.hasChanged = true
  }
  keep(deps, plan, course, kept)
  return { kind: 'kept', kept, from: 'loaded' }
}

/** On a grid: what was asked for together and failed together is tried again together. */
function retryAt(nowMs: number): number {
  return Math.ceil((nowMs + RETRY_AFTER_MS) / RETRY_GRID_MS) * RETRY_GRID_MS
}

/** No longer than the kind says; short when the source may not know yet what has just changed. */
function lifetimeMs<Value>(plan: FlightPlan<Value>, value: Value, sinceChangeMs: number): number {
  const ttlMs = Math.min(plan.ttlMs(value), plan.kind.ttlMs)
  const settlesWithinMs = plan.kind.settlesWithinMs ?? 0
  return sinceChangeMs < settlesWithinMs ? Math.min(ttlMs, settlesWithinMs) : ttlMs
}

function keep<Value>(
  { memory }: FlightDeps,
  { place }: FlightPlan<Value>,
  { hasChanged }: FlightCourse,
  kept: Kept<Value>,
): void {
  const held = memory.get(place.key)?.kept
  // Somebody who left after the change may be back already.
  if (hasChanged && held !== undefined && (held.changed !== true || held.loadedAtMs > kept.loadedAtMs)) return
  memory.keep(place.key, place.tags, { ...kept, changed: hasChanged })
}

/** With the youngest value known in this process or elsewhere, if it may still be told. */
function unavailable<Value>(
  deps: FlightDeps,
  plan: Pick<FlightPlan<Value>, 'kind' | 'place'>,
  error: Error,
  known: Kept<Value> | undefined,
): Landing<Value> {
  const nowMs = deps.clock.now().epochMilliseconds
  // Under a key there is nothing but values of its kind.
  const here = deps.memory.get(plan.place.key)?.kept as Kept<Value> | undefined
  const youngest = (here?.loadedAtMs ?? -Infinity) > (known?.loadedAtMs ?? -Infinity) ? here : known
  const { staleForMs } = plan.kind
  const isTellable = youngest !== undefined && staleForMs > 0 && Math.abs(nowMs - youngest.loadedAtMs) <= staleForMs
  return { kind: 'unavailable', error, stale: isTellable ? youngest : undefined }
}

async function renewing<Value>(
  deps: FlightDeps,
  { place }: FlightPlan<Value>,
  load: SharedLoad | undefined,
  loading: Promise<Value>,
): Promise<Value> {
  if (load === undefined) return await loading
  const renewals = setInterval(() => void deps.shared?.renew(place, load.owner), RENEW_EVERY_MS)
  try {
    return await loading
  } finally {
    clearInterval(renewals)
  }
}

/** What a promise gives, or the signal's reason as soon as it fires. */
export async function abortable<Value>(promise: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  if (signal === undefined) return await promise
  const aborted = Promise.withResolvers<never>()
  const onAbort = () => aborted.reject(signal.reason)
  signal.addEventListener('abort', onAbort, { once: true })
  if (signal.aborted) onAbort()
  try {
    return await Promise.race([promise, aborted.promise])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}
