import { parseArgs } from 'node:util'

import type { Context } from '../app/context.ts'
import { openContext } from '../app/start-process.ts'
import { dropPreviousKey, loadKeyring, type WorkspaceKeys } from '../companies/workspaces.ts'
import { type Command, type Io, UsageError } from './command.ts'
import { table } from './table.ts'

export const summary = 'Show whether keys are being exchanged, and end an exchange'
export const usage = `ringbook keys [drop-previous] [--workspace NAME] [--json]

  (nothing)         The Retell workspaces, and whether each has a key and the one before it
  drop-previous     From now on the current key alone is good, at every server within ten seconds
  --workspace NAME  Which workspace; "default", which has the key of RETELL_API_KEY, unless given
  --json            Answer as JSON

A key is exchanged by starting every server with the new RETELL_API_KEY. The one before stays good until it is dropped.`
export const examples: Command['examples'] = [
  ['ringbook keys', 'Whether a key is being exchanged'],
  ['ringbook keys drop-previous', 'Once Retell signs with the new one and the old one is revoked'],
]

export async function run(args: string[], io: Io): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { workspace: { type: 'string', default: 'default' }, json: { type: 'boolean', default: false } },
  })
  const [what, ...rest] = positionals
  if (rest.length > 0) throw new UsageError(`"${rest[0]}" is one word too many`)
  if (what !== undefined && what !== 'drop-previous') {
    throw new UsageError(`What there is to do is drop-previous, not "${what}"`)
  }
  const context = await openContext(io.env, { processName: 'ringbook keys', migrate: false })
  try {
    const keyring = await loadKeyring(context.database.kysely, context.sealing, context.config)
    if (what === undefined) return list(keyring, values.json, io)
    const workspace = keyring.find(({ name }) => name === values.workspace)
    if (workspace === undefined) throw new Error(`There is no workspace "${values.workspace}"`)
    return await drop(context, workspace, values.json, io)
  } finally {
    await context.close()
  }
}

function list(keyring: readonly WorkspaceKeys[], asJson: boolean, io: Io): number {
  const told = keyring.map(({ name, keys }) => ({
    workspace: name,
    current: keys.length > 0,
    previous: keys.length > 1,
  }))
  if (asJson) io.out(JSON.stringify(told))
  else if (told.length === 0) io.out('There is no workspace yet: the first start of a server makes one')
  else {
    const rows = told.map(({ workspace, current, previous }) => [
      workspace,
      current ? 'good' : 'none',
      previous ? 'good' : 'none',
    ])
    for (const line of table([['Workspace', 'Key', 'The one before'], ...rows])) io.out(line)
  }
  return 0
}

async function drop(context: Context, { name, workspaceId }: WorkspaceKeys, asJson: boolean, io: Io): Promise<number> {
  const dropped = await dropPreviousKey(context.database.kysely, context, workspaceId)
  if (asJson) io.out(JSON.stringify({ workspace: name, dropped }))
  else
    io.out(
      dropped
        ? `The key before the current one of "${name}" is dropped`
        : `"${name}" has no key before its current one`,
    )
  return 0
}
