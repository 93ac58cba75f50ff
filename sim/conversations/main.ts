import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { Client } from 'pg'

import { checkRecords } from '../chaos/check-records.ts'
import { startStack } from '../chaos/stack.ts'
import type { Played } from './family.ts'
import { durations, type Line, sumUp, sumUpBy } from './figures.ts'
import { playMany } from './play-many.ts'
import { tellConversation } from './tell.ts'
import { isTrouble, tellTrouble } from './troubles.ts'

const HELP = `Plays adversarial conversations against a gateway of its own, and judges them by what the callers truly wanted.

  npm run conversations -- [options]

  --seed 0       the first conversation; each is drawn from its own number and can be played again by it
  --count 500    how many
  --lanes 12     how many companies are called at the same time
  --show         prints each conversation
  --worst 5      how many conversations of those that went wrong are printed at the end

  npm run conversations -- --count 10000
  npm run conversations -- --seed 4711 --count 1 --show
`

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '0' },
    count: { type: 'string', default: '500' },
    lanes: { type: 'string', default: '12' },
    show: { type: 'boolean', default: false },
    worst: { type: 'string', default: '5' },
    help: { type: 'boolean', default: false },
  },
})

/** Of the callers who want what the house offers, so many get it. */
const LEAST_SHARE = 95
const TELL_EVERY = 500
const MOST_SEEDS = 40

if (values.help) {
  console.log(HELP)
} else {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
  process.exitCode = (await run()) ? 0 : 1
}

async function run(): Promise<boolean> {
  const directory = await mkdtemp(join(tmpdir(), 'ringbook-conversations-'))
  const stack = await startStack(directory, { direct: true })
  const { gateway, postgres } = stack
  const startedMs = performance.now()
  const all: Played[] = []
  try {
    await playMany({
      baseUrl: gateway.url,
      key: gateway.key,
      ownerUrl: postgres.ownerUrl,
      seed: Number(values.seed),
      count: Number(values.count),
      lanes: Number(values.lanes),
      onPlayed: (played) => {
        all.push(values.show ? played : withoutWords(played))
        if (values.show) console.log(`${tellConversation(played)}\n`)
        else if (played.findings.length > 0) console.log(`${played.seed} ${JSON.stringify(played.findings)}`)
        if (all.length % TELL_EVERY === 0) console.log(`${all.length} ${JSON.stringify(sumUp(all))}`)
      },
    })
    const records = await lookAtRecords(postgres.ownerUrl)
    const complaints = gateway.complaints().map((line) => `the gateway logged ${JSON.stringify(line)}`)
    return report(all, [...records, ...complaints], performance.now() - startedMs)
  } finally {
    await stack.stop()
    await rm(directory, { recursive: true, force: true })
  }
}

/** Words are kept of what went wrong alone: ten thousand conversations are a book nobody reads. */
function withoutWords(played: Played): Played {
  const { outcome, findings } = played
  return findings.length > 0 || (outcome.isWilling && !outcome.isServed) ? played : { ...played, moments: [] }
}

async function lookAtRecords(ownerUrl: string): Promise<readonly string[]> {
  const client = new Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    // Thousands of companies have come since the planner last looked.
    await client.query('analyze')
    const violations = await checkRecords(client)
    return violations.map(({ rule, detail }) => `${rule}: ${detail}`)
  } finally {
    await client.end()
  }
}

function report(all: readonly Played[], others: readonly string[], tookMs: number): boolean {
  const total = sumUp(all)
  const print = (title: string, lines: Readonly<Record<string, Line>>, tell = (key: string) => key) => {
    console.log(`\n${title}`)
    for (const [key, line] of Object.entries(lines)) console.log(`  ${tell(key).padEnd(60)} ${row(line)}`)
  }
  print(
    'wish',
    sumUpBy(all, ({ wish }) => [wish]),
  )
  print(
    'language',
    sumUpBy(all, ({ language }) => [language]),
  )
  print(
    'trouble',
    sumUpBy(all, ({ troubles }) => (troubles.length === 0 ? ['none'] : troubles)),
    (key) => (isTrouble(key) ? tellTrouble(key) : key),
  )
  const wrong = all.filter(({ findings }) => findings.length > 0)
  const missed = all.filter(({ outcome }) => outcome.isWilling && !outcome.isServed)
  const worst = [...wrong, ...missed].slice(0, Number(values.worst))
  if (!values.show) for (const one of worst) console.log(`\n${tellConversation(one)}`)
  console.log(`\nfound   ${JSON.stringify(countRules(all))}`)
  for (const [rule, seeds] of seedsByRule(all))
    console.log(`  ${rule.padEnd(20)} ${seeds.slice(0, MOST_SEEDS).join(' ')}`)
  console.log(
    `  ${'not served'.padEnd(20)} ${missed
      .map(({ seed }) => seed)
      .slice(0, MOST_SEEDS)
      .join(' ')}`,
  )
  for (const one of others) console.log(one)
  const seconds = Math.round(tookMs / 1_000)
  console.log(`${row(total)} in ${seconds} s; milliseconds each ${JSON.stringify(durations(all))}`)
  return wrong.length === 0 && others.length === 0 && total.share >= LEAST_SHARE
}

function row(line: Line): string {
  const { conversations, willing, served, share, toolCalls, found } = line
  return `${conversations} conversations, ${served} of ${willing} willing served (${share} %), tool calls ${toolCalls.median} / ${toolCalls.most}, ${found} found`
}

function countRules(all: readonly Played[]): Readonly<Record<string, number>> {
  const found = all.flatMap(({ findings }) => findings)
  return Object.fromEntries([...Map.groupBy(found, ({ rule }) => rule)].map(([rule, of]) => [rule, of.length]))
}

function seedsByRule(all: readonly Played[]): readonly [string, readonly number[]][] {
  const found = all.flatMap(({ seed, findings }) => findings.map(({ rule }) => ({ seed, rule })))
  return [...Map.groupBy(found, ({ rule }) => rule)].map(([rule, of]) => [
    rule,
    [...new Set(of.map(({ seed }) => seed))],
  ])
}
