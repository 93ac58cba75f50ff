import { parseArgs } from 'node:util'

import { startRetellStandIn } from '../../sim/retell/start.ts'
import { DEMO_RETELL_API_KEY } from '../companies/workspaces.ts'
import { type Io, UsageError } from './command.ts'

/** A number there is from the beginning: the demo's first, reserved for fiction. */
const DEMO_NUMBER = '+493023125001'

/** `sim retell`: runs the stand-in for the voice platform until the signal. */
export async function runSimRetell(args: string[], io: Io, signal: Promise<void>): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string' },
      number: { type: 'string', multiple: true },
      key: { type: 'string' },
      seed: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
    },
  })
  if (values.port === undefined || !/^\d{1,5}$/.test(values.port)) throw new UsageError('--port is a number')
  if (!/^\d{1,9}$/.test(values.seed)) throw new UsageError('--seed is a number')
  const numbers = values.number ?? [DEMO_NUMBER]
  const standIn = await startRetellStandIn({
    key: values.key ?? io.env['RETELL_API_KEY'] ?? DEMO_RETELL_API_KEY,
    numbers,
    port: Number(values.port),
    seed: Number(values.seed),
  })
  if (values.json) io.out(JSON.stringify({ url: standIn.url }))
  else {
    io.out(`Stand-in for Retell answers at ${standIn.url} and knows ${numbers.join(', ')}`)
    io.out(`Elsewhere:  export RETELL_API_URL=${standIn.url}`)
  }
  await signal
  await standIn.close()
  return 0
}
