/** How questions for openings were answered, over several gateways. */
export type CacheFigures = {
  readonly byOutcome: Readonly<Record<string, number>>
  /** Share of the questions that were answered without asking the calendar. */
  readonly hitRate: number
}

const HITS = ['memory', 'redis', 'shared', 'shared_elsewhere']

/** Reads them from the gateways' metrics. */
export async function readCacheFigures(urls: readonly string[]): Promise<CacheFigures> {
  const byOutcome: Record<string, number> = {}
  for (const url of urls) {
    const text = await (await fetch(`${url}/metrics`)).text()
    for (const [, outcome = '', count] of text.matchAll(LINE)) {
      byOutcome[outcome] = (byOutcome[outcome] ?? 0) + Number(count)
    }
  }
  const count = (outcomes: readonly string[]) => outcomes.reduce((sum, outcome) => sum + (byOutcome[outcome] ?? 0), 0)
  return { byOutcome, hitRate: count(HITS) / count(Object.keys(byOutcome)) }
}

const LINE = /^ringbook_cache_requests_total\{kind="openings",outcome="(\w+)"\} (\d+)$/gm
