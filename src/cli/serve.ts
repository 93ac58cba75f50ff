import { parseArgs } from 'node:util'

import { runUntilSignal } from '../main.ts'
import { type Command, type Io, UsageError } from './command.ts'
import { serveOnCalcom } from './serve-on-calcom.ts'

export const summary = 'Answer requests until told to stop'
export const usage = `ringbook serve [--port <port>] [--host <address>] [--all] [--calendar calcom] [--json]

  --port <port>      Where to listen; PORT or 3000 when not given
  --host <address>   At which address; HOST or 127.0.0.1 when not given
  --all              Work on jobs in the same process as well
  --calendar calcom  Try it out: the demo company with its calendar in a stand-in for Cal.com, all of it thrown away at the end
  --faults <spec>    What goes wrong with that calendar: "usual", "slots.latency=550ms,bookings.hang=5%", …
  --json             Say where it listens as JSON`
export const examples: Command['examples'] = [
  ['ringbook serve', 'Serve at http://127.0.0.1:3000; "ringbook work" does the jobs'],
  ['ringbook serve --all --port 8080', 'One process for everything'],
  ['ringbook serve --calendar calcom --faults usual', 'The demo on a calendar elsewhere, as slow as these usually are'],
]

export async function run(args: string[], io: Io): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string' },
      host: { type: 'string' },
      all: { type: 'boolean', default: false },
      calendar: { type: 'string' },
      faults: { type: 'string', default: '' },
      json: { type: 'boolean', default: false },
    },
  })
  const env = { ...io.env, ...(values.port && { PORT: values.port }), ...(values.host && { HOST: values.host }) }
  if (values.calendar !== undefined) {
    if (values.calendar !== 'calcom') throw new UsageError(`--calendar is calcom, not "${values.calendar}"`)
    return await serveOnCalcom({ ...io, env }, values.faults)
  }
  return await runUntilSignal(values.all ? 'all' : 'serve', env, ({ url }) => {
    io.out(values.json ? JSON.stringify({ url }) : `Ringbook answers at ${url}`)
  })
}
