import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'

import { build } from '../retell/flow/build.ts'
import { checkFlow, isFault } from '../retell/flow/check/check-flow.ts'
import type { Problem } from '../retell/flow/check/problem.ts'
import { problemsOf } from '../retell/flow/deploy/fit-to-deploy.ts'
import { readFlow } from '../retell/flow/read-flow.ts'
import { type Io, UsageError } from './command.ts'
import { flowOptions, readFlowOf, settingsHere, withFlowTarget } from './flow-company.ts'

/** More than anybody mends at a time; with --json all of them are told. */
const MOST_TOLD = 100

/** `flow check`: says what would go wrong on the phone, of a file or of what would be built. */
export async function runFlowCheck(args: string[], io: Io): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: flowOptions })
  const [file, ...rest] = positionals
  if (rest.length > 0) throw new UsageError(`One file at a time, not "${rest[0]}" as well`)
  if (file !== undefined) return await checkFile(file, values.json, io)
  const problems = await withFlowTarget(io, readFlowOf(values), async ({ house, language, settings }) =>
    problemsOf(build(house, language, settingsHere(settings, io))),
  )
  return tell(problems, values.json, io)
}

async function checkFile(path: string, asJson: boolean, io: Io): Promise<number> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new UsageError(`"${path}" cannot be read`)
  })
  const read = readFlow(text)
  if (read.kind === 'read') return tell(checkFlow(read.flow), asJson, io)
  if (asJson) io.out(JSON.stringify({ read: false, reasons: read.reasons }))
  else for (const reason of read.reasons) io.out(`✗ ${reason}`)
  return 1
}

function tell(problems: readonly Problem[], asJson: boolean, io: Io): number {
  const faults = problems.filter(isFault)
  if (asJson) io.out(JSON.stringify({ read: true, problems }))
  else {
    // What keeps it off the phone first, should there be too many to tell.
    const told = problems.length > MOST_TOLD ? [...faults, ...problems.filter((one) => !isFault(one))] : problems
    for (const problem of told.slice(0, MOST_TOLD))
      io.out(`${isFault(problem) ? '✗' : '?'} ${problem.where}: ${problem.detail}`)
    if (problems.length > MOST_TOLD) io.out(`… and ${problems.length - MOST_TOLD} more`)
    const doubts = problems.length - faults.length
    io.out(problems.length === 0 ? '✓ Nothing is wrong with it' : `${faults.length} faults, ${doubts} doubts`)
  }
  return faults.length === 0 ? 0 : 1
}
