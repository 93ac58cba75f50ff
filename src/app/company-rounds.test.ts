import { beforeEach, describe, expect, test } from 'vitest'

import { createCompanyRounds } from './company-rounds.ts'

/** Two dozen companies, by slug. */
const all = Array.from({ length: 24 }, (_one, index) => `salon ${String(index).padStart(2, '0')}`)

let looked: string[]
let failed: string[]
let alerts: object[]

beforeEach(() => {
  looked = []
  failed = []
  alerts = []
})

const deps = {
  companies: async () => all.map((id) => ({ id })),
  events: {
    calendarSyncFailed: (companyId: string) => void failed.push(companyId),
    alert: (alert: string, fields: object) => void alerts.push({ alert, ...fields }),
  },
}

/** Ends when its signal fires, as a request to a calendar that hangs. */
async function hang(signal: AbortSignal): Promise<never> {
  signal.throwIfAborted()
  return await new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason))
  })
}

const HOUR_MS = 3_600_000

describe('a round of all companies', () => {
  test('goes on with the others while the first of them hang', async () => {
    const ending = new AbortController()
    const hanging = new Set(all.slice(0, 7))
    const quick = all.slice(7)
    const round = createCompanyRounds(deps, {
      job: 'poll-calendars',
      deadlineMs: HOUR_MS,
      async look(companyId, signal) {
        if (hanging.has(companyId)) return await hang(signal)
        looked.push(companyId)
        // The run ends when all that can be looked at have been.
        if (looked.length === quick.length) ending.abort()
        return undefined
      },
    })
    await round(ending.signal)
    expect(looked).toEqual(quick)
    expect(failed.toSorted()).toEqual([...hanging])
    expect(alerts).toEqual([])
  })

  test('comes first to those the one before did not come to, however many hang', async () => {
    let ending = new AbortController()
    const round = createCompanyRounds(deps, {
      job: 'poll-calendars',
      deadlineMs: HOUR_MS,
      async look(companyId, signal) {
        looked.push(companyId)
        // All places are taken by calendars that hang, and the time of the run is over.
        if (looked.length % 8 === 0) ending.abort()
        return await hang(signal)
      },
    })
    for (const left of [16, 16, 16]) {
      ending = new AbortController()
      await round(ending.signal)
      expect(alerts.splice(0)).toEqual([{ alert: 'calendars_not_reached', job: 'poll-calendars', count: left }])
    }
    expect(looked).toEqual(all)
  })

  test('gives each company a time of its own', async () => {
    const round = createCompanyRounds(deps, {
      job: 'poll-calendars',
      deadlineMs: 5,
      async look(companyId, signal) {
        looked.push(companyId)
        if (companyId < 'salon 10') await hang(signal)
      },
    })
    await round(new AbortController().signal)
    expect(looked).toEqual(all)
    expect(failed.toSorted()).toEqual(all.slice(0, 10))
  })
})
