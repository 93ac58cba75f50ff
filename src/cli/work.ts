import { parseArgs } from 'node:util'

import { runUntilSignal } from '../main.ts'
import type { Command, Io } from './command.ts'

export const summary = 'Work on jobs until told to stop'
export const usage = `ringbook work [--json]

  --json   Say that it began as JSON`
export const examples: Command['examples'] = [['ringbook work', 'Do the jobs that "ringbook serve" leaves']]

export async function run(args: string[], io: Io): Promise<number> {
  const { values } = parseArgs({ args, options: { json: { type: 'boolean', default: false } } })
  return await runUntilSignal('work', io.env, () => {
    io.out(values.json ? JSON.stringify({ working: true }) : 'Ringbook works on jobs')
  })
}
