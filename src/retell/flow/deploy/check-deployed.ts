import type { Events } from '../../../infra/telemetry/events.ts'
import { faultFields } from '../../../infra/telemetry/log.ts'
import { compareWithPlatform } from './compare-with-platform.ts'
import type { DeployDeps } from './deploy.ts'
import type { RetellApi } from './retell-api.ts'
import { deployedLanguages, latestVersion, noteCheck } from './version-store.ts'

export type CheckDeployedDeps = Pick<DeployDeps, 'clock' | 'database'> & {
  /** The way to the workspace of a company; undefined while its key is not known. */
  apiOf(companyId: string): Promise<RetellApi | undefined>
  companies(): Promise<readonly { id: string }[]>
  events: Pick<Events, 'alert'>
}

/**
 * Looks at every agent that was deployed from here whether it is still as it was left over there, and notes what is not. An
 * edit in the dashboard changes nothing on the phone until somebody binds it, but then nobody here would know.
 */
export async function checkDeployed(deps: CheckDeployedDeps, signal: AbortSignal): Promise<void> {
  for (const { id } of await deps.companies()) {
    if (signal.aborted) return
    // One workspace being away must not keep the others from being looked at.
    await checkCompany(deps, id).catch((error: unknown) => {
      deps.events.alert('agents_not_checked', { companyId: id, fault: faultFields(error) })
    })
  }
}

async function checkCompany(deps: CheckDeployedDeps, companyId: string): Promise<void> {
  const { database, clock, events } = deps
  const languages = await database.inCompany(companyId, (tx) => deployedLanguages(tx, companyId))
  if (languages.length === 0) return
  const api = await deps.apiOf(companyId)
  if (api === undefined) return
  for (const language of languages) {
    const of = { companyId, language }
    const version = await database.inCompany(companyId, (tx) => latestVersion(tx, of))
    if (version === undefined) continue
    const found = await compareWithPlatform(api, version)
    await database.inCompany(companyId, (tx) =>
      noteCheck(tx, of, version.number, { at: clock.now(), differences: found }),
    )
    if (found.length > 0) events.alert('agent_changed_elsewhere', { companyId, count: found.length })
  }
}
