import { startReference } from './gateway-process.ts'
import { newCall, type Target, toolRequests } from './tool-requests.ts'

/** What a tool call costs beside the same work written by hand: milliseconds of the whole machine per call, both ways. */
export type Comparison = { tool: string; ringbookMs: number; referenceMs: number; ratio: number }

/** Callers who each ask again as soon as they are answered: enough to keep both cores busy. */
const CALLERS = 8
/** The two take turns, so that whatever else the machine does falls on both. */
const TURNS = 8
const CALLS_PER_TURN = 200

const compared = ['initialize_call', 'check_customer', 'check_availability']

/** Asks the gateway and the reference in turn, closed loop, and tells the ratio of what a call took. */
export async function compareWithReference(target: Target, databaseUrl: string): Promise<readonly Comparison[]> {
  const reference = await startReference(databaseUrl)
  const results: Comparison[] = []
  try {
    for (const tool of compared) {
      const sums = { ringbook: 0, reference: 0 }
      await takeTurn(target, tool, 0)
      await takeTurn({ ...target, url: reference.url }, tool, 0)
      for (let turn = 1; turn <= TURNS; turn++) {
        sums.ringbook += await takeTurn(target, tool, turn)
        sums.reference += await takeTurn({ ...target, url: reference.url }, tool, turn)
      }
      const calls = TURNS * CALLS_PER_TURN
      const ratio = sums.ringbook / sums.reference
      results.push({ tool, ringbookMs: sums.ringbook / calls, referenceMs: sums.reference / calls, ratio })
    }
  } finally {
    await reference.stop()
  }
  return results
}

/** How long a turn took, in milliseconds. */
async function takeTurn(target: Target, tool: string, turn: number): Promise<number> {
  const request = toolRequests.find((one) => one.name === tool)
  if (request === undefined) throw new Error(`There is no request for ${tool}`)
  let next = turn * CALLS_PER_TURN
  const end = next + CALLS_PER_TURN
  const startedMs = performance.now()
  const caller = async () => {
    while (next < end) {
      const index = next++
      const call = newCall(target, index, request.caller)
      const answer = await call.callTool(tool, await request.prepare(call, index))
      if (answer.statusCode !== 200) throw new Error(`${tool} was answered ${answer.statusCode}`)
    }
  }
  await Promise.all(Array.from({ length: CALLERS }, caller))
  return performance.now() - startedMs
}
