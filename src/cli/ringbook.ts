#!/usr/bin/env node
import { createInterface } from 'node:readline'

import { type Command, type Io, isUsageError } from './command.ts'

/** Every command, in the order they are listed. Loaded when asked for: `ringbook doctor` needs no server. */
const COMMANDS: Record<string, () => Promise<Command>> = {
  serve: () => import('./serve.ts'),
  work: () => import('./work.ts'),
  migrate: () => import('./migrate.ts'),
  demo: () => import('./demo.ts'),
  import: () => import('./import.ts'),
  approvals: () => import('./approvals.ts'),
  understand: () => import('./understand.ts'),
  doctor: () => import('./doctor.ts'),
  keys: () => import('./keys.ts'),
  flow: () => import('./flow.ts'),
  messages: () => import('./messages.ts'),
  outbox: () => import('./outbox.ts'),
  tasks: () => import('./tasks.ts'),
  jobs: () => import('./jobs.ts'),
  calls: () => import('./calls.ts'),
  call: () => import('./call.ts'),
  sim: () => import('./sim.ts'),
}

const EXIT_FAILED = 1
const EXIT_USAGE = 2

/** Runs one command line and gives its exit code. Never throws: what goes wrong is told in one line. */
export async function runCommandLine(argv: readonly string[], io: Io): Promise<number> {
  const [name = '--help', ...args] = argv
  if (name === '--help' || name === '-h' || name === 'help') return await listCommands(io)
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (load === undefined) {
    io.err(`ringbook: there is no command "${name}". See: ringbook --help`)
    return EXIT_USAGE
  }
  try {
    const command = await load()
    if (args.includes('--help') || args.includes('-h')) return explain(name, command, io)
    return await command.run(args, io)
  } catch (error) {
    return tell(name, error, args.includes('--json'), io)
  }
}

function tell(name: string, error: unknown, asJson: boolean, io: Io): number {
  const message = error instanceof Error ? error.message : String(error)
  if (asJson) io.out(JSON.stringify({ error: message }))
  else io.err(`ringbook ${name}: ${message}${isUsageError(error) ? `. See: ringbook ${name} --help` : ''}`)
  return isUsageError(error) ? EXIT_USAGE : EXIT_FAILED
}

async function listCommands(io: Io): Promise<number> {
  io.out('ringbook <command> [options]\n')
  const widest = Math.max(...Object.keys(COMMANDS).map((name) => name.length))
  for (const [name, load] of Object.entries(COMMANDS)) {
    io.out(`  ${name.padEnd(widest)}  ${(await load()).summary}`)
  }
  io.out('\nEvery command knows --help, with examples, and --json.')
  return 0
}

function explain(name: string, { summary, usage, examples }: Command, io: Io): number {
  io.out(`ringbook ${name}: ${summary}\n\n${usage}\n\nExamples`)
  for (const [commandLine, what] of examples) io.out(`  ${commandLine}\n      ${what}`)
  return 0
}

// An entry of its own beside main.ts, and so reads the environment itself.
if (import.meta.main) {
  const { env, stdin, stdout } = process
  process.exitCode = await runCommandLine(process.argv.slice(2), {
    out: (line) => console.log(line),
    err: (line) => console.error(line),
    lines: () => createInterface({ input: stdin, crlfDelay: Infinity }),
    env,
    colours: env['NO_COLOR'] === undefined && (stdout.isTTY || env['FORCE_COLOR'] !== undefined),
  })
}
