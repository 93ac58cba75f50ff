import { parseArgs } from 'node:util'

import { rollBack } from '../retell/flow/deploy/roll-back.ts'
import { type Io, UsageError } from './command.ts'
import { flowOptions, readFlowOf, withFlowTarget } from './flow-company.ts'
import { deployDeps, listener, tellDeployed } from './flow-deploy.ts'

/** `flow rollback`: brings an earlier version back. */
export async function runFlowRollback(args: string[], io: Io): Promise<number> {
  const { values } = parseArgs({ args, options: { ...flowOptions, to: { type: 'string' } } })
  if (values.to !== undefined && !/^[1-9]\d{0,5}$/.test(values.to)) {
    throw new UsageError(`--to is the number of a version, not "${values.to}"`)
  }
  const number = values.to === undefined ? undefined : Number(values.to)
  return await withFlowTarget(io, readFlowOf(values), async (target) => {
    const { deps, workspaceId } = await deployDeps(target)
    const of = { companyId: target.companyId, language: target.language }
    const done = await rollBack(deps, of, { number, workspaceId }, listener(values.json, io))
    tellDeployed(done, values.json, io)
    return 0
  })
}
