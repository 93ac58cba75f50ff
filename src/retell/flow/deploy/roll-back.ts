import { compareWithPlatform, isUnbound } from './compare-with-platform.ts'
import { bind, deploy, type Deployed, type DeployDeps, DeployRefusedError } from './deploy.ts'
import type { RetellApi } from './retell-api.ts'
import { addVersion, type AgentOf, type AgentVersion, loadVersions } from './version-store.ts'

/** As far back as anybody looks. */
const MOST_VERSIONS = 200

/**
 * Brings an earlier version back, to the letter. What was published over there has not changed since, so the numbers move
 * back to it at once; where it is gone or was changed it is deployed anew from what was kept. It counts as a new version. All
 * numbers of the present one move, whether or not they ever reached it. A rollback that broke off is finished instead.
 *
 * @param number the version to bring back; the one before the present one when undefined
 * @throws DeployRefusedError when there is no such version
 */
export async function rollBack(
  deps: DeployDeps,
  of: AgentOf,
  { number, workspaceId }: { number: number | undefined; workspaceId: string },
  tell: (step: string) => void,
): Promise<Deployed> {
  const versions = await deps.database.inCompany(of.companyId, (tx) => loadVersions(tx, of, MOST_VERSIONS))
  const [latest] = versions
  if (latest === undefined) throw new DeployRefusedError('Nothing was deployed yet')
  if (await brokeOff(deps.api, latest, number)) return await bind(deps.api, latest, latest.lines, tell)
  const wanted = versions.find((one) => one.number === (number ?? latest.number - 1))
  if (wanted === undefined) throw new DeployRefusedError(whyNot(number, latest))
  // Its own numbers may be bound elsewhere by now: only what it says and how is compared.
  const changed = await compareWithPlatform(deps.api, { ...wanted, lines: [] })
  if (changed.length > 0) {
    const again = { agent: wanted.agent, flow: wanted.flow, lines: latest.lines, workspaceId, restores: wanted.number }
    return await deploy(deps, of, again, tell)
  }
  tell(`Version ${wanted.retellAgentVersion} of the agent is there as it was`)
  const version: AgentVersion = {
    ...wanted,
    number: latest.number + 1,
    lines: latest.lines,
    restores: wanted.number,
    deployedAt: deps.clock.now(),
    checkedAt: null,
    differences: [],
  }
  await deps.database.inCompany(of.companyId, (tx) => addVersion(tx, of, version))
  return await bind(deps.api, version, version.lines, tell)
}

/** Whether the present version is the rollback that is asked for, and only its numbers did not all follow. */
async function brokeOff(api: RetellApi, latest: AgentVersion, number: number | undefined): Promise<boolean> {
  if (latest.restores === null || (number !== undefined && number !== latest.restores)) return false
  return isUnbound(await compareWithPlatform(api, latest), latest.lines)
}

function whyNot(number: number | undefined, latest: AgentVersion): string {
  if (number === undefined) return `There is nothing to go back to: version ${latest.number} is the first`
  return `There is no version ${number}: the latest is ${latest.number}`
}
