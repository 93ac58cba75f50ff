import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { summarize } from '../load/percentiles.ts'
import { openExchange } from './callers.ts'
import { changeAtOnce } from './change-at-once.ts'
import { check } from './checker.ts'
import { sendHostile } from './hostile-run.ts'
import { buildHouse } from './house.ts'
import { createJournal } from './journal.ts'
import { inLanes } from './lanes.ts'
import { race, type RaceKind } from './race.ts'
import { createRandom } from './random.ts'
import { repeatRequest } from './repeats.ts'
import { type Episode, runEpisodes } from './run-episodes.ts'
import { type Stack, startStack } from './stack.ts'

const HELP = `Presses a gateway of its own until it breaks, and says what broke.

  npm run chaos -- [options]

  --part race|repeats|changes|hostile|faults   only this part; may be given more than once
  --seed 1            draws everything; what fails prints the seed that shows it again
  --minutes 30        how long faults go on
  --episodes 0        how many episodes of faults at most; 0 for as many as fit
  --callers 500       callers of one episode, on a hundred openings
  --lanes 48          how many of them call at the same time
  --named 0.5         share of those who name a time at once instead of asking first
  --rounds 200        rounds of the race
  --requests 5000     requests that are delivered one to five times
  --changed 1000      appointments that are cancelled and moved at once
  --hostile 200000    hostile requests
  --from 0            number of the first hostile request

  npm run chaos -- --minutes 2 --rounds 20 --requests 200 --hostile 5000
  npm run chaos -- --part faults --seed 4711 --episodes 1
`

const { values } = parseArgs({
  options: {
    part: { type: 'string', multiple: true, default: ['race', 'repeats', 'changes', 'hostile', 'faults'] },
    seed: { type: 'string', default: '1' },
    minutes: { type: 'string', default: '30' },
    episodes: { type: 'string', default: '0' },
    callers: { type: 'string', default: '500' },
    lanes: { type: 'string', default: '48' },
    named: { type: 'string', default: '0.5' },
    rounds: { type: 'string', default: '200' },
    requests: { type: 'string', default: '5000' },
    changed: { type: 'string', default: '1000' },
    hostile: { type: 'string', default: '200000' },
    from: { type: 'string', default: '0' },
    help: { type: 'boolean', default: false },
  },
})
const seed = Number(values.seed)
/** By then the hundred openings of an episode are gone, or nothing works at all. */
const LONGEST_EPISODE_MS = 60_000

type Findings = readonly string[]

const say = (part: string, figures: object) => console.log(`${part.padEnd(8)} ${JSON.stringify(figures)}`)

/** Runs a part on a stack without faults; gives what it found, with what the checker and the gateway's log add. */
async function onCalmStack(
  work: (stack: Stack, tools: ReturnType<typeof toolsOf>) => Promise<Findings>,
): Promise<Findings> {
  const directory = await mkdtemp(join(tmpdir(), 'ringbook-chaos-'))
  const stack = await startStack(directory, { direct: true })
  try {
    const tools = toolsOf(stack)
    const found = await work(stack, tools)
    await stack.settle()
    const violations = await check({
      ownerUrl: stack.postgres.ownerUrl,
      entries: tools.journal.entries(),
      changes: tools.journal.changes(),
    })
    const complaints = stack.gateway.complaints().map((line) => `the gateway logged ${JSON.stringify(line)}`)
    return [...found, ...violations.map(({ rule, detail }) => `${rule}: ${detail}`), ...complaints]
  } finally {
    await stack.stop()
    await rm(directory, { recursive: true, force: true })
  }
}

function toolsOf({ gateway: { url, key } }: Stack) {
  const journal = createJournal()
  return { journal, exchange: openExchange({ url, key, journal }) }
}

async function runRace(): Promise<Findings> {
  return await onCalmStack(async (stack, { exchange }) => {
    const options = { slug: 'race', number: '+493023125903', staffCount: 1, duration: 60, grid: 15 }
    const house = await buildHouse(stack.postgres.ownerUrl, options)
    const kinds: readonly RaceKind[] = ['offered', 'checked', 'named']
    const milliseconds: number[] = []
    const found: string[] = []
    for (let round = 0; round < Number(values.rounds); round++) {
      const kind = kinds[round % kinds.length] ?? 'offered'
      const shifted = Math.floor(round / kinds.length) % 2 === 1
      const outcome = await race(exchange, house, { callers: 50, kind, shifted, round })
      milliseconds.push(...outcome.milliseconds)
      if (outcome.booked !== 1 || outcome.stranded.length > 0) found.push(`round ${round}: ${JSON.stringify(outcome)}`)
    }
    say('race', { rounds: Number(values.rounds), callers: 50, ...summarize(milliseconds), found: found.length })
    return found
  })
}

async function runRepeats(): Promise<Findings> {
  return await onCalmStack(async (stack, { exchange }) => {
    const { ownerUrl } = stack.postgres
    const options = { slug: 'repeats', number: '+493023125904', staffCount: 10, duration: 15 }
    const house = await buildHouse(ownerUrl, options)
    const random = createRandom(seed)
    const count = Number(values.requests)
    const all = await inLanes(count, 8, (index) => repeatRequest(exchange, house, { index, random, ownerUrl }))
    const made = all.filter((request) => request !== undefined)
    const deliveries = made.reduce((sum, request) => sum + request.deliveries, 0)
    const found = made.flatMap((request) => request.untrue)
    const cancelled = made.filter((request) => request.cancelled).length
    const statuses = Map.groupBy(
      made.flatMap((request) => request.statuses),
      (status) => status,
    )
    const told = Object.fromEntries([...statuses].map(([status, of]) => [status, of.length]))
    say('repeats', { requests: made.length, deliveries, cancelled, told, found: found.length })
    return found
  })
}

async function runChanges(): Promise<Findings> {
  return await onCalmStack(async (stack, { exchange }) => {
    const options = { slug: 'changes', number: '+493023125909', staffCount: 10, duration: 30, grid: 15 }
    const house = await buildHouse(stack.postgres.ownerUrl, options)
    const random = createRandom(seed)
    const all = await inLanes(Number(values.changed), 8, (index) => changeAtOnce(exchange, house, { index, random }))
    const changed = all.filter((appointment) => appointment !== undefined)
    const told = Map.groupBy(
      changed.flatMap(({ changes }) =>
        changes.flatMap(({ change, statuses }) => statuses.map((status) => `${change} ${status}`)),
      ),
      (status) => status,
    )
    const counts = Object.fromEntries([...told].map(([status, of]) => [status, of.length]))
    say('changes', { appointments: changed.length, told: counts })
    return []
  })
}

async function runHostile(): Promise<Findings> {
  return await onCalmStack(async (stack, _tools) => {
    const { gateway, postgres } = stack
    const options = { slug: 'hostile', number: '+493023125908', staffCount: 3, duration: 30 }
    const house = await buildHouse(postgres.ownerUrl, options)
    const count = Number(values.hostile)
    const memory: number[] = []
    const run = await sendHostile({
      url: gateway.url,
      key: gateway.key,
      house,
      random: createRandom(seed),
      count,
      from: Number(values.from),
      lanes: 12,
      onAnswer: (done) => {
        if (done % Math.ceil(count / 10) === 0) memory.push(Math.round(gateway.residentMegabytes()))
      },
    })
    say('hostile', { requests: count, answers: run.answers, residentMegabytes: memory, crashes: gateway.crashes() })
    return run.findings
  })
}

async function runFaults(): Promise<Findings> {
  const deadlineMs = performance.now() + Number(values.minutes) * 60_000
  const most = Number(values.episodes) || Number.POSITIVE_INFINITY
  const episodes = await runEpisodes({
    seed,
    callers: Number(values.callers),
    lanes: Number(values.lanes),
    namedShare: Number(values.named),
    lastsMs: LONGEST_EPISODE_MS,
    wantsMore: (done) => done < most && (done === 0 || performance.now() < deadlineMs),
    onEpisode: ({ violations, directory: _directory, recoveriesMs, probesMs, ...episode }) =>
      say('episode', {
        ...episode,
        slowestRecoveryMs: slowest(recoveriesMs),
        slowestProbeMs: slowest(probesMs),
        violations,
      }),
  })
  say('faults', sumUp(episodes))
  return episodes.flatMap(findingsOf)
}

const slowest = (times: readonly number[]) => Math.round(Math.max(0, ...times))

function findingsOf(episode: Episode): Findings {
  const { callers, lanes, named } = values
  const like = `--callers ${callers} --lanes ${lanes} --named ${named}`
  const again = `npm run chaos -- --part faults --seed ${episode.seed} --episodes 1 ${like}`
  const found = episode.violations.map(({ rule, detail }) => `${rule}: ${detail}`)
  if (episode.crashes > 0) found.push(`the gateway ended by itself ${episode.crashes} times`)
  if (episode.neverRecovered > 0) found.push(`nothing could be booked after ${episode.neverRecovered} kills`)
  return found.map((one) => `${one} (again: ${again}; see ${episode.directory})`)
}

function sumUp(episodes: readonly Episode[]): object {
  const struck: Record<string, number> = {}
  const statuses: Record<string, number> = {}
  for (const episode of episodes) {
    for (const [kind, count] of Object.entries(episode.struck)) struck[kind] = (struck[kind] ?? 0) + count
    for (const [status, count] of Object.entries(episode.statuses)) statuses[status] = (statuses[status] ?? 0) + count
  }
  const total = (of: (episode: Episode) => number) => episodes.reduce((sum, episode) => sum + of(episode), 0)
  return {
    episodes: episodes.length,
    attempts: total((episode) => episode.attempts),
    booked: total((episode) => episode.booked),
    cancelled: total((episode) => episode.cancelled),
    moved: total((episode) => episode.moved),
    violations: total((episode) => episode.violations.length),
    crashes: total((episode) => episode.crashes),
    recovery: summarize(episodes.flatMap((episode) => episode.recoveriesMs)),
    probe: summarize(episodes.flatMap((episode) => episode.probesMs)),
    struck,
    statuses,
  }
}

const parts: Readonly<Record<string, () => Promise<Findings>>> = {
  race: runRace,
  repeats: runRepeats,
  changes: runChanges,
  hostile: runHostile,
  faults: runFaults,
}

if (values.help) {
  console.log(HELP)
} else {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
  const startedMs = performance.now()
  const found: string[] = []
  for (const part of values.part) {
    const run = parts[part]
    if (run === undefined) throw new Error(`There is no part "${part}": ${Object.keys(parts).join(', ')}`)
    found.push(...(await run()).map((one) => `${part}, seed ${seed}: ${one}`))
  }
  for (const one of found) console.log(one)
  const seconds = Math.round((performance.now() - startedMs) / 1_000)
  console.log(`${found.length} found, seed ${seed}, ${seconds} s`)
  process.exitCode = found.length === 0 ? 0 : 1
}
