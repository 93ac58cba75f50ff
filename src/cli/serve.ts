import { parseArgs } from 'node:util'

import { runUntilSignal } from '../main.ts'
import type { Command, Io } from './command.ts'

export const summary = 'Answer requests until told to stop'
export const usage = `ringbook serve [--port <port>] [--host <address>] [--all] [--json]

  --port <port>      Where to listen; PORT or 3000 when not given
  --host <address>   At which address; HOST or 127.0.0.1 when not given
  --all              Work on jobs in the same process as well
  --json             Say where it listens as JSON`
export const examples: Command['examples'] = [
  ['ringbook serve', 'Serve at http://127.0.0.1:3000; "ringbook work" does the jobs'],
  ['ringbook serve --all --port 8080', 'One process for everything'],
]

export async function run(args: string[], io: Io): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string' },
      host: { type: 'string' },
      all: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  })
  const env = { ...io.env, ...(values.port && { PORT: values.port }), ...(values.host && { HOST: values.host }) }
  return await runUntilSignal(values.all ? 'all' : 'serve', env, ({ url }) => {
    io.out(values.json ? JSON.stringify({ url }) : `Ringbook answers at ${url}`)
  })
}
