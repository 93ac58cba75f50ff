import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { openExchange } from './callers.ts'
import { check } from './checker.ts'
import { type EpisodeReport, runEpisode } from './episode.ts'
import { buildHouse } from './house.ts'
import { createJournal } from './journal.ts'
import { createProbe } from './probe.ts'
import { createRandom } from './random.ts'
import { startStack } from './stack.ts'
import type { Violation } from './violation.ts'

export type EpisodesOptions = {
  /** Of the first episode; each next one has the next number, so that one that fails can be run by itself. */
  seed: number
  callers: number
  lanes: number
  /** Of those who name a time at once; the others ask first. */
  namedShare: number
  /** How long an episode takes new calls. */
  lastsMs: number
  /** Whether to begin another episode, having run so many. */
  wantsMore(done: number): boolean
  onEpisode?: (episode: Episode) => void
}

export type Episode = EpisodeReport & {
  seed: number
  milliseconds: number
  violations: readonly Violation[]
  /** Where data, logs and journal are; kept when something was found. */
  directory: string
}

/** Two companies of five, ten visits of an hour a day: a hundred openings. */
const STAFF = 5
const HOUR = 60

/**
 * Runs episodes on one stack until there are enough or one finds something. Journal, logs and data stay in the named
 * directory then; otherwise nothing is left.
 */
export async function runEpisodes(options: EpisodesOptions): Promise<readonly Episode[]> {
  const directory = await mkdtemp(join(tmpdir(), 'ringbook-chaos-'))
  const stack = await startStack(directory)
  const journal = createJournal(join(directory, 'journal.jsonl'))
  const episodes: Episode[] = []
  const foundNothing = () =>
    episodes.every((episode) => episode.violations.length + episode.crashes + episode.neverRecovered === 0)
  try {
    const { ownerUrl } = stack.postgres
    const exchange = openExchange({ url: stack.gateway.url, key: stack.gateway.key, journal })
    const size = { staffCount: STAFF, duration: HOUR, opens: 8 * HOUR, closes: 18 * HOUR }
    const first = await buildHouse(ownerUrl, { slug: 'first', number: '+493023125905', ...size })
    const second = await buildHouse(ownerUrl, { slug: 'second', number: '+493023125906', ...size })
    const probed = { slug: 'probed', number: '+493023125907', staffCount: 10, duration: 15 }
    const probe = createProbe(exchange, await buildHouse(ownerUrl, probed))
    while (foundNothing() && options.wantsMore(episodes.length)) {
      const seed = options.seed + episodes.length
      const startedMs = performance.now()
      const { callers, lanes, namedShare, lastsMs } = options
      const plan = { random: createRandom(seed), day: episodes.length, callers, lanes, namedShare, lastsMs, probe }
      const report = await runEpisode(stack, exchange, { ...plan, houses: [first, second] })
      const violations = await check({ ownerUrl, entries: journal.entries(), changes: journal.changes() })
      const episode = { ...report, seed, milliseconds: performance.now() - startedMs, violations, directory }
      episodes.push(episode)
      options.onEpisode?.(episode)
    }
  } finally {
    await stack.stop()
    await journal.close()
  }
  if (foundNothing()) await rm(directory, { recursive: true, force: true })
  return episodes
}
