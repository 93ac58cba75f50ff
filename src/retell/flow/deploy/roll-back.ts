import { compareWithPlatform } from './compare-with-platform.ts'
import { bind, deploy, type Deployed, type DeployDeps, DeployRefusedError } from './deploy.ts'
import { addVersion, type AgentOf, type AgentVersion, loadVersions } from './version-store.ts'

/** As far back as anybody looks. */
const MOST_VERSIONS = 200

/**
 * Brings an earlier version back, to the letter. What was published over there has not changed since, so the numbers move
 * back to it at once; where it is gone or was changed it is deployed anew from what was kept. It counts as a new version.
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
  await deps.database.inCompany(of.companyId, (tx) => addVersion(tx, of, { ...version, lines: [] }))
  return { kind: 'deployed', version: await bind(deps, of, version, tell) }
}

function whyNot(number: number | undefined, latest: AgentVersion): string {
  if (number === undefined) return `There is nothing to go back to: version ${latest.number} is the first`
  return `There is no version ${number}: the latest is ${latest.number}`
}
