import { z } from 'zod'

import type { Sealing } from '../companies/workspaces.ts'

/** What was found out about a call while it rang, for the requests that follow. */
export type RingingFacts = {
  readonly companyId: string
  readonly branchId: string | null
  /** Whose key signed the request of the ringing phone. */
  readonly workspaceId: string
}

/** Between which numbers; as the voice platform writes them. */
type Numbers = { readonly fromNumber: string | null; readonly toNumber: string | null }

/** The field of a call's metadata the token stands in; set by our answer to the ringing phone. */
export const TOKEN_FIELD = 'ringbook_call'

const CONTEXT = 'metadata of a call'
/** Longer than any call; what is known by its id by then needs no token. */
const GOOD_FOR_HOURS = 24
/** A token is about 400 characters. */
const LONGEST_TOKEN = 1_000

const sealed = z.object({
  company: z.uuid(),
  branch: z.uuid().nullable(),
  workspace: z.uuid(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  until: z.number(),
})

/** Seals what is known of a ringing call, so that nobody else can say it of one; it counts between these numbers alone, for a day. */
export function sealCallToken(
  { sealing }: { sealing: Sealing },
  facts: RingingFacts & Numbers,
  now: Temporal.Instant,
): string {
  const until = now.add({ hours: GOOD_FOR_HOURS }).epochMilliseconds
  const text = JSON.stringify({
    company: facts.companyId,
    branch: facts.branchId,
    workspace: facts.workspaceId,
    from: facts.fromNumber,
    to: facts.toNumber,
    until,
  })
  return sealing.seal(text, CONTEXT).toString('base64url')
}

/** The token in a call's metadata, unopened; null when there is none. */
export function readCallToken(metadata: unknown): string | null {
  if (typeof metadata !== 'object' || metadata === null || !Object.hasOwn(metadata, TOKEN_FIELD)) return null
  const token: unknown = (metadata as Record<string, unknown>)[TOKEN_FIELD]
  return typeof token === 'string' && token.length <= LONGEST_TOKEN ? token : null
}

/** What a token says of a call between these numbers; undefined when it is none of ours, of another call, or too old. */
export function openCallToken(
  { sealing }: { sealing: Sealing },
  token: string | null,
  line: Numbers,
  now: Temporal.Instant,
): RingingFacts | undefined {
  if (token === null) return undefined
  try {
    const facts = sealed.parse(JSON.parse(sealing.open(Buffer.from(token, 'base64url'), CONTEXT)))
    const isOfThisCall = facts.from === line.fromNumber && facts.to === line.toNumber
    if (!isOfThisCall || facts.until < now.epochMilliseconds) return undefined
    return { companyId: facts.company, branchId: facts.branch, workspaceId: facts.workspace }
  } catch {
    return undefined
  }
}
