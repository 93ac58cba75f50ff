import { beforeAll, describe, expect, test } from 'vitest'

import type { PhoneCall } from '../sim/caller/phone-call.ts'
import { createRetellLine, type RetellLine } from './harness/retell-line.ts'
import { clockAt, startTestServer, type TestServer } from './harness/server.ts'

/** A Monday morning in Berlin. */
const clock = clockAt('2030-06-03T06:00:00Z')

let server: TestServer
let small: RetellLine
let large: RetellLine

beforeAll(async () => {
  server = await startTestServer({ clock })
  small = await createRetellLine(server, { staff: ['Anna Abel', 'Bert Busch'], services: { Haarschnitt: 30 } })
  large = await createRetellLine(server, {
    staff: Array.from({ length: 60 }, (_, index) => `Anna${index} Abel${index}`),
    services: Object.fromEntries(Array.from({ length: 24 }, (_, index) => [`Haarschnitt ${index}`, 30])),
  })
})

/** What the last answer to a tool asked of the database. Begin and commit count. */
function lastQueryCount(tool: string): unknown {
  return server.logged.findLast((line) => line['msg'] === 'tool answered' && line['tool'] === tool)?.['queryCount']
}

let halfHours = 0

/** A time nobody has asked for yet. */
function nextTime(): string {
  halfHours += 1
  return Temporal.PlainTime.from('09:00')
    .add({ minutes: 30 * halfHours })
    .toString()
    .slice(0, 5)
}

/** A call in which every tool is used, one after the other; gives the count of each. */
async function countQueries(line: RetellLine, service: string): Promise<Record<string, unknown>> {
  const call: PhoneCall = line.call()
  const counts: Record<string, unknown> = {}
  const ask = async (tool: string, args: Record<string, unknown>) => {
    const answer = await call.callTool(tool, args)
    counts[tool] = lastQueryCount(tool)
    return answer.reply ?? {}
  }
  await ask('initialize_call', {})
  await ask('check_customer', { name: 'Erika Beispiel' })
  await ask('list_services', {})
  await ask('verify_staff', { staff_name: 'Anna Abel' })
  const offered = await ask('check_availability', { date: '04.06.2030', time: nextTime(), service })
  call.callerSays('Ja, gerne')
  const booked = await ask('book_appointment', { offer_id: offered['offer_id'], name: 'Erika Beispiel' })
  expect(booked['status']).toBe('booked')
  await ask('get_customer_appointments', { name: 'Beispiel' })
  return counts
}

describe('what a tool call asks of the database', () => {
  test('does not grow with the company', async () => {
    await countQueries(large, 'Haarschnitt 7')
    await countQueries(small, 'Haarschnitt')
    expect(await countQueries(large, 'Haarschnitt 8')).toEqual(await countQueries(small, 'Haarschnitt'))
  })

  test('is bounded for each tool', async () => {
    const counts = await countQueries(small, 'Haarschnitt')
    const most: Record<string, number> = {
      initialize_call: 8,
      check_customer: 8,
      list_services: 8,
      verify_staff: 8,
      check_availability: 18,
      book_appointment: 28,
      get_customer_appointments: 16,
    }
    const tooMany = Object.entries(most).filter(([tool, limit]) => !(Number(counts[tool]) <= limit))
    expect(tooMany.map(([tool]) => [tool, counts[tool]])).toEqual([])
  })
})
