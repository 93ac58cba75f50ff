import { parseArgs } from 'node:util'

import { changeFlowSettings } from '../retell/flow/settings-store.ts'
import { type Io, UsageError } from './command.ts'
import { readChanges, settingOptions } from './flow-changes.ts'
import { flowOptions, readFlowOf, withFlowTarget } from './flow-company.ts'

/** `flow set`: decides about an agent without deploying it. */
export async function runFlowSet(args: string[], io: Io): Promise<number> {
  const { values } = parseArgs({ args, options: { ...flowOptions, ...settingOptions } })
  const changes = readChanges(values)
  if (Object.keys(changes).length === 0) throw new UsageError('Say what to set')
  return await withFlowTarget(io, readFlowOf(values), async ({ context, companyId, language }) => {
    const settings = await context.database.inCompany(companyId, (tx) =>
      changeFlowSettings(tx, { companyId, language }, changes),
    )
    if (values.json) io.out(JSON.stringify(settings))
    else {
      for (const [name, value] of Object.entries(settings)) io.out(`${name}: ${value ?? '–'}`)
      io.out('Kept. "flow diff" says what that changes, "flow deploy" puts it on the phone')
    }
    return 0
  })
}
