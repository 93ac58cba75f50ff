import { parseArgs } from 'node:util'

import { build } from '../retell/flow/build.ts'
import type { Io } from './command.ts'
import { flowOptions, readFlowOf, settingsHere, withFlowTarget } from './flow-company.ts'

/** `flow build`: prints what would be deployed. */
export async function runFlowBuild(args: string[], io: Io): Promise<number> {
  const { values } = parseArgs({ args, options: { ...flowOptions, url: { type: 'string' } } })
  return await withFlowTarget(io, readFlowOf(values), async ({ house, language, settings }) => {
    const here = settingsHere(settings, io)
    const built = build(house, language, { ...here, publicUrl: values.url ?? here.publicUrl })
    io.out(JSON.stringify(built, null, values.json ? undefined : 2))
    return 0
  })
}
