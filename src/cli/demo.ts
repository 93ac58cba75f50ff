import { parseArgs } from 'node:util'

import { salon } from '../app/demo/salon.ts'
import { seedDemoCompany } from '../app/demo/seed.ts'
import { lookUpFirstWorkspace } from '../app/first-workspace.ts'
import { openContext } from '../app/start-process.ts'
import type { Command, Io } from './command.ts'

export const summary = 'Make the demo company, "Salon Sonnenschein"'
export const usage = `ringbook demo [--json]

  --json     Answer as JSON

Does nothing when there is a company "${salon.slug}" already. Other companies are not touched.`
export const examples: Command['examples'] = [
  ['ringbook demo', 'Then "ringbook call" plays a call to it, while Ringbook is running'],
  ['DATABASE_URL=postgresql://… ringbook demo', 'Into a database of your own'],
]

export async function run(args: string[], io: Io): Promise<number> {
  const { values } = parseArgs({ args, options: { json: { type: 'boolean', default: false } } })
  const context = await openContext(io.env, { processName: 'ringbook demo', migrate: false })
  try {
    const workspaceId = await lookUpFirstWorkspace(context.database.kysely, context, context.retellApiKey)
    const result = await seedDemoCompany({ ...context, workspaceId })
    if (values.json) io.out(JSON.stringify({ company: salon.slug, result }))
    else io.out(result === 'made' ? `${salon.name} is there` : `${salon.name} was there already`)
    return 0
  } finally {
    await context.close()
  }
}
