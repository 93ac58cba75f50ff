import { parseArgs } from 'node:util'

import { compareWithPlatform } from '../retell/flow/deploy/compare-with-platform.ts'
import { RetellApiError } from '../retell/flow/deploy/retell-api.ts'
import { type AgentVersion, loadVersions } from '../retell/flow/deploy/version-store.ts'
import type { Io } from './command.ts'
import { type FlowTarget, flowOptions, platformOf, readFlowOf, withFlowTarget } from './flow-company.ts'

/** How many versions are listed. */
const LISTED = 10

type Standing =
  | { kind: 'as_deployed' | 'never_deployed' }
  | { kind: 'changed'; where: readonly string[] }
  | { kind: 'unknown'; why: string }

/** `flow show`: settings, versions, and whether the platform still has what was deployed. */
export async function runFlowShow(args: string[], io: Io): Promise<number> {
  const { values } = parseArgs({ args, options: flowOptions })
  return await withFlowTarget(io, readFlowOf(values), async (target) => {
    const { context, companyId, language, settings } = target
    const versions = await context.database.inCompany(companyId, (tx) =>
      loadVersions(tx, { companyId, language }, LISTED),
    )
    const standing = await look(target, versions[0])
    const told = versions.map(toldOf)
    if (values.json) {
      io.out(JSON.stringify({ settings, versions: told, standing }))
      return standing.kind === 'changed' ? 1 : 0
    }
    for (const [name, value] of Object.entries(settings)) io.out(`${name}: ${value ?? '–'}`)
    for (const version of versions) io.out(lineOf(version, target.house.company.zone))
    for (const line of tell(standing)) io.out(line)
    return standing.kind === 'changed' ? 1 : 0
  })
}

/** A version without its texts. */
function toldOf({ number, lines, retellAgentId, retellAgentVersion, restores, deployedAt, checkedAt }: AgentVersion) {
  const at = { deployedAt: deployedAt.toString(), checkedAt: checkedAt?.toString() ?? null }
  return { number, lines, retellAgentId, retellAgentVersion, restores, ...at }
}

async function look(target: FlowTarget, version: AgentVersion | undefined): Promise<Standing> {
  if (version === undefined) return { kind: 'never_deployed' }
  try {
    const { api } = await platformOf(target)
    const where = await compareWithPlatform(api, version)
    return where.length === 0 ? { kind: 'as_deployed' } : { kind: 'changed', where }
  } catch (error) {
    if (error instanceof RetellApiError) return { kind: 'unknown', why: error.message }
    throw error
  }
}

function lineOf(version: AgentVersion, zone: string): string {
  const at = version.deployedAt.toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'minute' })
  const back = version.restores === null ? '' : `, brings back ${version.restores}`
  const lines = version.lines.length === 0 ? 'no number' : version.lines.join(', ')
  return `Version ${version.number}, ${at.replace('T', ' ')}: ${version.retellAgentId} (${version.retellAgentVersion}), ${lines}${back}`
}

function tell(standing: Standing): string[] {
  switch (standing.kind) {
    case 'as_deployed':
      return ['✓ Retell has what was deployed']
    case 'never_deployed':
      return ['Nothing was deployed yet']
    case 'changed':
      return [
        '✗ Retell has something else:',
        ...standing.where.map((path) => `    ${path}`),
        '    flow deploy puts it right',
      ]
    case 'unknown':
      return [`? ${standing.why}`]
  }
}
