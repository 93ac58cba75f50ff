import type { PlantedBug } from './bug.ts'

/** Who is heard, and whose request it is. */
export const edgeBugs: readonly PlantedBug[] = [
  {
    name: 'effect_key_without_the_call',
    why: 'Two callers whose requests look the same are told of one appointment.',
    edits: [
      {
        file: 'src/retell/tools/effect-key.ts',
        from: 'return `tool:${callId}:${toolCallId}`',
        to: 'return `tool:${toolCallId}`',
      },
    ],
    seeds: [4],
  },
  {
    name: 'signature_not_waited_for',
    why: 'A promise is true: every request is genuine.',
    edits: [
      {
        file: 'src/retell/handle-tool-call.ts',
        from: 'if (key === undefined) return { statusCode: 401 }',
        to: 'if (key === undefined && request.rawBody.length === 0) return { statusCode: 401 }',
      },
      {
        file: 'src/retell/handle-tool-call.ts',
        from: 'workspaceId: key.workspaceId',
        to: "workspaceId: key?.workspaceId ?? (await deps.signingKeys())[0]?.workspaceId ?? ''",
      },
    ],
    seeds: [4],
  },
  {
    name: 'window_one_sided',
    why: 'A request signed for tomorrow is good until then, however often it is sent.',
    edits: [
      {
        file: 'src/retell/signature.ts',
        from: 'Math.abs(now.epochMilliseconds - signedAtMs) > WINDOW_MS',
        to: 'now.epochMilliseconds - signedAtMs > WINDOW_MS',
      },
    ],
    seeds: [4],
  },
  {
    name: 'window_missing',
    why: 'A request that was overheard can be sent again next week.',
    edits: [
      {
        file: 'src/retell/signature.ts',
        from: 'const WINDOW_MS = 300_000',
        to: 'const WINDOW_MS = 300_000_000',
      },
    ],
    seeds: [4],
  },
]
