import { parseArgs } from 'node:util'

import { build } from '../retell/flow/build.ts'
import { deploy, type Deployed, type DeployDeps } from '../retell/flow/deploy/deploy.ts'
import { assertFitToDeploy } from '../retell/flow/deploy/fit-to-deploy.ts'
import { changeFlowSettings } from '../retell/flow/settings-store.ts'
import { readPhoneNumber } from '../speech/phone.ts'
import { type Io, UsageError } from './command.ts'
import { readChanges, settingOptions } from './flow-changes.ts'
import { type FlowTarget, flowOptions, platformOf, readFlowOf, settingsHere, withFlowTarget } from './flow-company.ts'

/** `flow deploy`: from what the company is to an agent on its phone. */
export async function runFlowDeploy(args: string[], io: Io): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { ...flowOptions, ...settingOptions, number: { type: 'string', multiple: true } },
  })
  const changes = readChanges(values)
  const lines = values.number?.map(readLine) ?? null
  return await withFlowTarget(io, readFlowOf(values), async (target) => {
    const { context, companyId, language, house } = target
    const wanted = settingsHere({ ...target.settings, ...changes }, io)
    const built = build(house, language, wanted)
    assertFitToDeploy(built, wanted.publicUrl, context.config.retellApiUrl)
    const { deps, workspaceId } = await deployDeps(target)
    const texts = { agent: JSON.stringify(built.agent), flow: JSON.stringify(built.flow) }
    const steps = listener(values.json, io)
    const deployed = await deploy(deps, { companyId, language }, { ...texts, lines, workspaceId }, steps)
    // Decided only once it is on the phone: what was refused must not be tried again by the next deploy.
    if (Object.keys(changes).length > 0) {
      await context.database.inCompany(companyId, (tx) => changeFlowSettings(tx, { companyId, language }, changes))
    }
    tellDeployed(deployed, values.json, io)
    return 0
  })
}

function readLine(written: string): string {
  const line = readPhoneNumber(written, 'DE')
  if (line === undefined) throw new UsageError(`--number is a number like +493023125001, not "${written}"`)
  return line
}

/** What deploying works with, at the company's own workspace. */
export async function deployDeps(target: FlowTarget): Promise<{ deps: DeployDeps; workspaceId: string }> {
  const { api, workspaceId } = await platformOf(target)
  return { deps: { ...target.context, api }, workspaceId }
}

/** Tells each step as it is done. */
export function listener(isJson: boolean, io: Io): (step: string) => void {
  return isJson ? () => undefined : (step) => io.err(`… ${step}`)
}

export function tellDeployed({ kind, version }: Deployed, isJson: boolean, io: Io): void {
  const { number, retellAgentId, retellAgentVersion, lines } = version
  if (isJson) {
    io.out(
      JSON.stringify({ result: kind, version: number, agent: retellAgentId, agentVersion: retellAgentVersion, lines }),
    )
    return
  }
  if (kind === 'nothing_to_do') {
    io.out(`Version ${number} is there already: nothing was done`)
    return
  }
  const answered = lines.length === 0 ? 'no number yet: give one with --number' : lines.join(', ')
  io.out(
    `Version ${number} is deployed: agent ${retellAgentId}, its version ${retellAgentVersion}. It answers ${answered}`,
  )
}
