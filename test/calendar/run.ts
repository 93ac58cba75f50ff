import { parseArgs } from 'node:util'

import { openDatabase } from '../../src/infra/db/database.ts'
import { cleanUp } from '../harness/clean-up.ts'
import { openTheatre } from '../planted/theatre.ts'
import { bookUnderFaults } from './book-under-faults.ts'
import { changeThere } from './change-there.ts'
import { raceForTimes } from './race-for-times.ts'
import type { Stage } from './salon.ts'

/**
 * Presses a calendar elsewhere in full size; the tests beside this file do the same in small.
 *
 *   node test/calendar/run.ts --part bookings --bookings 10000   one in five of them goes wrong over there
 *   node test/calendar/run.ts --part race --callers 500          on a hundred times, of a calendar that lets everybody in
 *   node test/calendar/run.ts --part changes --changes 10000     over there, with webhooks lost, tripled and shuffled
 *
 * One line of JSON for each part; exits with 1 when anything was found. --seed draws everything.
 */
const { values } = parseArgs({
  options: {
    part: { type: 'string', multiple: true, default: ['race', 'changes', 'bookings'] },
    bookings: { type: 'string', default: '10000' },
    callers: { type: 'string', default: '500' },
    changes: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
  },
})
const seed = Number(values.seed)

const parts: Readonly<Record<string, (stage: Stage) => Promise<{ findings: readonly string[] }>>> = {
  async bookings(stage) {
    const salons = 10
    const callers = Math.ceil(Number(values.bookings) / salons)
    // A week: half as many again could be booked.
    const staffCount = Math.max(2, Math.ceil(callers / 53))
    return await bookUnderFaults(stage, { salons, callers, staffCount, atOnce: 4, days: 5, seed, pace: 'real' })
  },
  async race(stage) {
    return await raceForTimes(stage, { callers: Number(values.callers), times: 100, staffCount: 2 })
  },
  async changes(stage) {
    const changes = Number(values.changes)
    return await changeThere(stage, { changes, staffCount: 4, days: Math.ceil(changes / 100), seed })
  },
}

const theatre = await openTheatre()
try {
  for (const part of values.part) {
    const work = parts[part]
    if (work === undefined) throw new RangeError(`There is no part ${part}: ${Object.keys(parts).join(', ')}`)
    const database = await theatre.makeDatabase()
    const { ownerUrl, appUrl } = database
    const db = openDatabase({ url: appUrl, applicationName: 'ringbook test', size: { min: 0, max: 20 } })
    const startedMs = performance.now()
    try {
      const { findings, ...figures } = await work({ db, ownerUrl })
      const seconds = Math.round((performance.now() - startedMs) / 1_000)
      process.stdout.write(`${JSON.stringify({ part, seed, seconds, ...figures, found: findings.length })}\n`)
      for (const finding of findings.slice(0, 50)) process.stdout.write(`${finding}\n`)
      if (findings.length > 0) process.exitCode = 1
    } finally {
      await cleanUp()
      await db.close()
      await database.drop()
    }
  }
} finally {
  await theatre.close()
}
