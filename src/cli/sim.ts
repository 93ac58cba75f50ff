import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'

import { demoAccount } from '../../sim/calcom/demo-account.ts'
import { dialectNames } from '../../sim/calcom/dialect.ts'
import { practiceAccount } from '../../sim/calcom/practice-account.ts'
import { type CalcomStandInOptions, startCalcomStandIn } from '../../sim/calcom/start.ts'
import { type Command, type Io, UsageError } from './command.ts'
import { runSimRetell } from './sim-retell.ts'

export const summary = 'Run a stand-in for an outside system'
export const usage = `ringbook sim calcom --port <port> [options]
ringbook sim retell --port <port> [options]

Cal.com

  --port PORT        Where to listen
  --state STATE      demo (the demo salon's account), practice (one doctor), or a JSON file: an account of your own (demo)
  --dialect NAME     ${dialectNames.join(', ')} (the account's)
  --faults SPEC      What goes wrong, and how often: "usual", "slots.latency=550ms,bookings.booked-then-timeout=20%", …
  --seed N           What chance draws from (1)
  --record FILE      Append each exchange to a file, one JSON value a line; no keys in it
  --json             Say where it listens as JSON

Retell

  --port PORT        Where to listen
  --key KEY          The key it asks for and signs with (RETELL_API_KEY, the demo's when that is not set)
  --number NUMBER    A number that is there; may be given several times (the demo's first)
  --seed N           What chance draws from (1)
  --json             Say where it listens as JSON

A server that behaves as Cal.com's API does, in memory. Faults, clock, edits behind one's back and counters can be reached
under /_stand-in/ while it runs: docs/calcom-stand-in.md. The other one keeps agents, flows and numbers, and delivers
webhooks: docs/retell-stand-in.md. Each ends on a signal.`
export const examples: Command['examples'] = [
  ['ringbook sim calcom --port 4010', "The demo salon's account at http://127.0.0.1:4010, on a good day"],
  ['ringbook sim calcom --port 4010 --faults usual', 'As slow as calendars usually are'],
  [
    'ringbook sim calcom --port 4010 --faults "outage=30s+10m" --record calcom.jsonl',
    'Away for ten minutes, half a minute from now',
  ],
  ['ringbook sim retell --port 4020', 'Where "flow deploy" can be tried without an account'],
]

const SIGNALS = ['SIGTERM', 'SIGINT'] as const

const OPTIONS = {
  port: { type: 'string' },
  state: { type: 'string', default: 'demo' },
  dialect: { type: 'string' },
  faults: { type: 'string', default: '' },
  seed: { type: 'string', default: '1' },
  record: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const

export async function run(args: string[], io: Io): Promise<number> {
  if (args[0] === 'retell') return await runSimRetell(args.slice(1), io, nextSignal())
  const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true })
  const [system, ...rest] = positionals
  if (system !== 'calcom' || rest.length > 0)
    throw new UsageError('Say which system: ringbook sim calcom, ringbook sim retell')
  const signal = nextSignal()
  const standIn = await startCalcomStandIn({
    account: await readAccount(values.state),
    dialect: readDialect(values.dialect),
    port: readNumber('--port', values.port),
    seed: readNumber('--seed', values.seed),
    faults: values.faults,
    record: values.record,
  })
  io.out(values.json ? JSON.stringify({ url: standIn.url }) : `Stand-in for Cal.com answers at ${standIn.url}`)
  await signal
  await standIn.close()
  return 0
}

async function readAccount(state: string): Promise<CalcomStandInOptions['account']> {
  if (state === 'demo') return demoAccount
  if (state === 'practice') return practiceAccount
  const text = await readFile(state, 'utf8').catch(() => {
    throw new UsageError(`--state is demo, practice or a file: "${state}" cannot be read`)
  })
  try {
    // Looked at when the stand-in starts, which says what is wrong with it.
    return JSON.parse(text) as CalcomStandInOptions['account']
  } catch {
    throw new UsageError(`${state} is not JSON`)
  }
}

function readDialect(name: string | undefined): CalcomStandInOptions['dialect'] {
  if (name === undefined) return undefined
  const known = dialectNames.find((candidate) => candidate === name)
  if (known === undefined) throw new UsageError(`--dialect is ${dialectNames.join(', ')}, not "${name}"`)
  return known
}

function readNumber(option: string, value: string | undefined): number {
  if (value === undefined) throw new UsageError(`${option} is missing`)
  if (!/^\d{1,9}$/.test(value)) throw new UsageError(`${option} is a number, not "${value}"`)
  return Number(value)
}

/** The first signal asks for the end; a second one, which nobody hears any more, is the end. */
async function nextSignal(): Promise<void> {
  await new Promise<void>((resolve) => {
    for (const signal of SIGNALS) process.once(signal, () => resolve())
  })
  for (const signal of SIGNALS) process.removeAllListeners(signal)
}
