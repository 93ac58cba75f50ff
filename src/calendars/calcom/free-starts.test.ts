import { expect, test } from 'vitest'

import { clockAt } from '../../../test/harness/server.ts'
import { instantOfMinute, wallDay } from '../../infra/wall-day.ts'
import { weeklyHours } from '../../infra/weekly-hours.ts'
import type { FreeTimesRequest, WantedDays } from '../calendar.ts'
import type { CalcomConnection } from './connection.ts'
import { freeStarts } from './free-starts.ts'
import type { CalcomHttp } from './http.ts'
import type { DaysQuestion, LoadDays } from './load-days.ts'
import { createRangePace } from './range-pace.ts'

const zone = 'Europe/Berlin'
/** A Monday, late in the afternoon. */
const clock = clockAt('2026-11-23T17:45+01:00')
const monday = Temporal.PlainDate.from('2026-11-23')
const day = (days: number) => monday.add({ days })
const minuteOf = (date: Temporal.PlainDate, minute: number) => instantOfMinute(wallDay(date, zone), minute)

const connection: CalcomConnection = {
  companyId: 'salon',
  baseUrl: 'https://api.cal.com/v2',
  dialect: 'hosted',
  apiKey: 'key',
  attendeeMailbox: 'termine@salon.example',
  language: 'de',
  mayWait: true,
  bookables: ['anna', 'berta'].map((staffId, index) => ({
    serviceId: 'schnitt',
    staffId,
    eventTypeId: (index + 1) * 100,
    durationMinutes: 30,
    sendsLength: false,
    isPool: false,
  })),
  hosts: new Map(),
}

/** Asks about four days, of which `full` says when somebody has no time; gives what the days were asked for with. */
async function ask(full: Readonly<Record<string, readonly number[]>>, wanted?: WantedDays) {
  const questions: { who: string; question: DaysQuestion }[] = []
  const loadDays: LoadDays = async ({ eventTypeId }, question) => {
    const who = eventTypeId === 100 ? 'anna' : 'berta'
    questions.push({ who, question })
    const isFull = (date: Temporal.PlainDate) => full[who]?.some((days) => day(days).equals(date)) === true
    return new Map(
      question.dates.map((date) => [
        date.toString(),
        { starts: isFull(date) ? [] : [minuteOf(date, 600)], isStale: false },
      ]),
    )
  }
  const http: CalcomHttp = {
    send: async () => ({ kind: 'no_answer' }),
    read: () => Promise.reject(new Error('nothing is to be asked')),
  }
  const request: FreeTimesRequest = {
    zone,
    firstDate: day(0),
    endDate: day(5),
    service: { id: 'schnitt', durationMinutes: 30 },
    resources: ['anna', 'berta'].map((id) => ({ id, hours: weeklyHours([]), timeOff: [] })),
    // Closed on Thursday.
    openOn: (date) =>
      date.equals(day(3)) ? [] : [{ startMs: minuteOf(date, 9 * 60), endMs: minuteOf(date, 18 * 60) }],
    wanted,
  }
  const deps = { http, connection, loadDays, clock, pace: createRangePace() }
  await freeStarts(deps, request, new AbortController().signal)
  return questions
}

const anew = (questions: Awaited<ReturnType<typeof ask>>) =>
  questions.map(({ who, question }) => [who, question.ifEmptyAnew.map(String)])
const wanting = (days: number, resourceId: string | null = null): WantedDays => ({
  firstDate: day(days),
  endDate: day(days + 1),
  resourceId,
})

test('closed days are not asked for, nor today when nothing would end in time', async () => {
  const [first] = await ask({})
  expect(first?.question.dates.map(String)).toEqual([day(1), day(2), day(4)].map(String))
  const together = first?.question.together.map(String) ?? []
  expect(together).not.toContain(day(0).toString())
  expect(together).not.toContain(day(3).toString())
  // Two weeks from this Monday, and nothing beyond.
  expect(together.at(-1)).toBe(day(13).toString())
})

test('of no day in particular every one may only be called empty by a calendar that was just asked', async () => {
  const days = [day(1), day(2), day(4)].map(String)
  expect(anew(await ask({}))).toEqual([
    ['anna', days],
    ['berta', days],
  ])
})

test('a colleague’s full day turns nobody away, and other days’ neither', async () => {
  expect(anew(await ask({ anna: [1, 2], berta: [2] }, wanting(1)))).toEqual([
    ['anna', []],
    ['berta', []],
  ])
})

test('whoever would be turned away is the reason to ask again, about that day', async () => {
  const wanted = [day(2).toString()]
  expect(anew(await ask({ anna: [1, 2], berta: [2] }, wanting(2))).slice(2)).toEqual([
    ['anna', wanted],
    ['berta', wanted],
  ])
  expect(anew(await ask({ anna: [2] }, wanting(2, 'anna'))).slice(2)).toHaveLength(2)
  expect(anew(await ask({ anna: [2] }, wanting(2, 'berta')))).toHaveLength(2)
})

test('on a closed day nobody is turned away by the calendar', async () => {
  expect(await ask({}, wanting(3))).toHaveLength(2)
})
