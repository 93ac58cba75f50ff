import type { Outcome } from './play-scenario.ts'
import type { Scenario } from './scenario.ts'

/** What came of all, in lines for people: how many passed, which tools were called, how long calls took. */
export function sumUp(outcomes: readonly Outcome[]): readonly string[] {
  const passed = outcomes.filter(({ failures }) => failures.length === 0).length
  const tools = new Map<string, number>()
  let braces = 0
  for (const { call } of outcomes) {
    braces += call.defects.filter(({ kind }) => kind === 'braces_spoken').length
    for (const event of call.events) {
      if (event.kind === 'tool') tools.set(event.tool, (tools.get(event.tool) ?? 0) + 1)
    }
  }
  const called = [...tools].toSorted(([, one], [, other]) => other - one).map(([tool, count]) => `${tool} ${count}`)
  return [
    '',
    `${passed} of ${outcomes.length} passed, ${braces} braces spoken`,
    `tools   ${called.join(', ')}`,
    ...durations(outcomes),
  ]
}

const CALLERS: Readonly<Record<Scenario['caller']['number'], string>> = {
  known: 'known',
  trusted: 'known',
  new: 'new',
  withheld: 'withheld',
  web: 'web',
}

/** Of calls that booked, by house and by caller: seconds of the call's own time until the caller was told. */
function durations(outcomes: readonly Outcome[]): readonly string[] {
  const booking = outcomes.filter(({ call }) =>
    call.events.some((event) => event.kind === 'tool' && event.status === 'booked'),
  )
  const byHouse = Map.groupBy(booking, ({ scenario }) => scenario.house)
  const byCaller = Map.groupBy(booking, ({ scenario }) => CALLERS[scenario.caller.number])
  return [...byHouse, ...byCaller].map(([which, of]) => {
    const sorted = of
      .map(({ call }) => (call.servedMs ?? call.durationMs) / 1_000)
      .toSorted((one, other) => one - other)
    const at = (share: number) =>
      (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0).toFixed(0)
    return `booked  ${which.padEnd(10)} ${String(of.length).padStart(3)} calls, P50 ${at(0.5)} s, P95 ${at(0.95)} s, P99 ${at(0.99)} s`
  })
}
