import { scopeOf } from './cache-key.ts'
import type { EnterAges, Entered, SharedCache, SharedPlace } from './shared-cache.ts'

type Asked = { readonly place: SharedPlace; readonly ages: EnterAges }
type Waiting = Asked & { readonly scope: string; readonly resolve: (entered: Entered | undefined) => void }

/**
 * Four weeks of ten people; a quarter of them are a millisecond. More at once would keep everybody else of that Redis waiting,
 * fewer would part what is loaded together.
 */
const MOST_AT_ONCE = 280

/**
 * Asks together what is asked for in one moment: the days of a week are then known, waited for or loaded together, and by one
 * process.
 */
export function gatherEntries(
  enterAll: (asked: readonly Asked[]) => Promise<readonly (Entered | undefined)[]>,
): SharedCache['enter'] {
  let waiting: Waiting[] = []

  async function send(): Promise<void> {
    const gathered = waiting
    waiting = []
    // What is kept apart in a cluster cannot be asked for in one step.
    const groups = Map.groupBy(gathered, ({ scope }) => scope).values()
    await Promise.all([...groups].flatMap((group) => inParts(group)).map(sendPart))
  }

  async function sendPart(part: readonly Waiting[]): Promise<void> {
    const answers = await enterAll(part).catch(() => [])
    for (const [index, { resolve }] of part.entries()) resolve(answers[index])
  }

  return async (place, ages) => {
    const { promise, resolve } = Promise.withResolvers<Entered | undefined>()
    if (waiting.length === 0) queueMicrotask(() => void send())
    waiting.push({ place, ages, scope: scopeOf(place.key), resolve })
    return await promise
  }
}

function inParts(group: readonly Waiting[]): readonly (readonly Waiting[])[] {
  return Array.from({ length: Math.ceil(group.length / MOST_AT_ONCE) }, (_none, index) =>
    group.slice(index * MOST_AT_ONCE, (index + 1) * MOST_AT_ONCE),
  )
}
