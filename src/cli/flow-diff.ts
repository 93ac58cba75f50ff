import { parseArgs } from 'node:util'

import { build } from '../retell/flow/build.ts'
import { differences, MOST_DIFFERENCES } from '../retell/flow/deploy/differences.ts'
import { latestVersion } from '../retell/flow/deploy/version-store.ts'
import type { Io } from './command.ts'
import { flowOptions, readFlowOf, settingsHere, withFlowTarget } from './flow-company.ts'

/** `flow diff`: says what a deploy would change of what was deployed last. Asks nobody outside. */
export async function runFlowDiff(args: string[], io: Io): Promise<number> {
  const { values } = parseArgs({ args, options: flowOptions })
  return await withFlowTarget(io, readFlowOf(values), async ({ context, companyId, language, house, settings }) => {
    const built = build(house, language, settingsHere(settings, io))
    const latest = await context.database.inCompany(companyId, (tx) => latestVersion(tx, { companyId, language }))
    const changes =
      latest === undefined
        ? null
        : [
            ...changesOf('agent', built.agent, JSON.parse(latest.agent)),
            ...changesOf('flow', built.flow, JSON.parse(latest.flow)),
          ]
    if (values.json) io.out(JSON.stringify({ deployed: latest?.number ?? null, changes }))
    else if (changes === null) io.out('Nothing was deployed yet: a deploy makes agent and flow')
    else for (const line of changes.length === 0 ? ['A deploy would change nothing'] : changes) io.out(line)
    return 0
  })
}

/** Both ways round: what is new or other, and what is gone. Of a long list the first, and that there is more. */
function changesOf(what: string, wanted: unknown, deployed: unknown): string[] {
  const there = differences(wanted, deployed)
  const back = differences(deployed, wanted)
  const changes = [...new Set([...there, ...back])].map((path) => `~ ${what}.${path}`)
  const isCut = there.length >= MOST_DIFFERENCES || back.length >= MOST_DIFFERENCES
  return isCut ? [...changes, `… and more of ${what}`] : changes
}
