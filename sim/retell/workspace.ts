/** Something with fields, as JSON has it. */
export type Fields = Readonly<Record<string, unknown>>

export type VersionedFlow = { readonly version: number; readonly fields: Fields; readonly changedMs: number }
export type VersionedAgent = VersionedFlow & { readonly isPublished: boolean; readonly baseVersion: number | null }
export type PhoneNumber = { readonly number: string; readonly fields: Fields; readonly changedMs: number }

/** Everything a workspace of the platform holds, in memory. */
export type Workspace = {
  readonly key: string
  readonly voices: ReadonlySet<string>
  /** By id, oldest version first. */
  readonly flows: Map<string, VersionedFlow[]>
  readonly agents: Map<string, VersionedAgent[]>
  readonly numbers: Map<string, PhoneNumber>
  readonly nowMs: () => number
  /** A new id of its kind, `agent_3f2a…`: nobody else's either. */
  newId(kind: string): string
}

export type WorkspaceOptions = {
  key: string
  /** Numbers that were bought or imported already. */
  numbers: readonly string[]
  voices?: readonly string[]
  nowMs?: () => number
}

/** A few that are there in every workspace. */
const VOICES = ['retell-Cimo', 'retell-Marissa', '11labs-Adrian', 'openai-Alloy']

export function createWorkspace({ key, numbers, voices = VOICES, nowMs = Date.now }: WorkspaceOptions): Workspace {
  return {
    key,
    voices: new Set(voices),
    flows: new Map(),
    agents: new Map(),
    numbers: new Map(numbers.map((number) => [number, { number, fields: {}, changedMs: nowMs() }])),
    nowMs,
    newId: (kind) => `${kind}_${crypto.randomUUID().replaceAll('-', '')}`,
  }
}

/** A request that is not done, as the platform says it. */
export class Refusal extends Error {
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The version asked for by its number; the newest without one. @throws Refusal 404 */
export function versionOf<Versioned extends { version: number }>(
  things: ReadonlyMap<string, readonly Versioned[]>,
  id: string,
  asked: string | null,
): Versioned {
  const versions = things.get(id)
  const found =
    asked === null || asked === 'latest' ? versions?.at(-1) : versions?.find((one) => String(one.version) === asked)
  if (found === undefined) throw new Refusal(404, `Cannot find requested asset under given api key: ${id}`)
  return found
}
