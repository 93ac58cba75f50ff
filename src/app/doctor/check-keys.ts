import type { Kysely } from 'kysely'

import { keepsDemoKey, loadKeyring } from '../../companies/workspaces.ts'
import type { Database } from '../../infra/db/tables.ts'
import { type Sealer, SealError } from '../../infra/sealing.ts'
import { type Finding, bad, firstLine, good, skipped } from './finding.ts'

/** Whether there is a key by which Retell's requests are known, and not one everybody knows where that matters. */
export function checkRetellKey(secrets: { retellApiKeyIsDemo: boolean }): Finding {
  const check = 'Retell key'
  return good(
    check,
    secrets.retellApiKeyIsDemo ? "the demo's, which everybody knows: fine until real calls come" : 'set',
  )
}

/** Whether what was sealed before opens with the secret key of today. */
export async function checkSealedKeys(db: Kysely<Database>, sealing: Sealer): Promise<Finding> {
  const check = 'Sealed keys'
  try {
    const keyring = await loadKeyring(db, sealing, { production: false })
    return good(check, `${keyring.reduce((count, { keys }) => count + keys.length, 0)} open`)
  } catch (error) {
    if (!(error instanceof SealError)) return skipped(check, `cannot be read yet: ${firstLine(error)}`)
    return bad(
      check,
      'cannot be opened with this secret key',
      'Set RINGBOOK_SECRET_KEY to the key they were sealed with, or add that to RINGBOOK_PREVIOUS_SECRET_KEYS',
    )
  }
}

/** Whether the demo's key is kept where it must not be: a server that was not started anew since may still take it. */
export async function checkDemoKey(
  db: Kysely<Database>,
  sealing: Sealer,
  here: { production: boolean; retellApiKeyIsDemo: boolean },
): Promise<Finding> {
  const check = 'Demo key'
  try {
    if (!(await keepsDemoKey(db, sealing))) return good(check, 'not kept')
    const others = (await loadKeyring(db, sealing, { production: true })).flatMap(({ keys }) => keys)
    if (here.retellApiKeyIsDemo && others.length === 0) return good(check, 'the only one there is: for trying out')
    const why = here.production ? 'in production' : 'beside a key of your own'
    return bad(
      check,
      `kept ${why}: whoever knows it could sign calls`,
      'Start every server anew with RETELL_API_KEY set: that takes it away',
    )
  } catch (error) {
    return skipped(check, `cannot be read yet: ${firstLine(error)}`)
  }
}
