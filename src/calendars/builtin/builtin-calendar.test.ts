import { setImmediate as nextTurn } from 'node:timers/promises'

import { expect, test } from 'vitest'

import { wallDay } from '../../infra/wall-day.ts'
import { weeklyHours } from '../../infra/weekly-hours.ts'
import { CalendarUnavailableError, type FreeTimesRequest } from '../calendar.ts'
import { calendarContract, calendarGivesUp } from '../contract.ts'
import { failingCalendar, slowCalendar } from '../faulty-calendars.ts'
import { createBuiltinCalendar } from './builtin-calendar.ts'

calendarContract('the built-in calendar', async () => createBuiltinCalendar())
calendarContract('a slow calendar', async () => slowCalendar(createBuiltinCalendar(), () => nextTurn()))
calendarGivesUp('a calendar that never answers', async () =>
  slowCalendar(createBuiltinCalendar(), () => new Promise<never>(() => undefined)),
)

const date = Temporal.PlainDate.from('2026-12-31')
const day = wallDay(date, 'Europe/Berlin')
const nextDay = wallDay(date.add({ days: 1 }), 'Europe/Berlin')
const overNewYear: FreeTimesRequest = {
  zone: 'Europe/Berlin',
  service: { id: 'night', durationMinutes: 60 },
  firstDate: date,
  endDate: date.add({ days: 2 }),
  resources: [
    {
      id: 'bar',
      hours: weeklyHours([
        { weekday: 4, fromMinute: 22 * 60, toMinute: 24 * 60 },
        { weekday: 5, fromMinute: 0, toMinute: 3 * 60 },
      ]),
      timeOff: [],
    },
  ],
  openOn: (date) => {
    const { startMs, endMs } = wallDay(date, 'Europe/Berlin')
    return [{ startMs, endMs }]
  },
}

test('a night over midnight is one stretch', async () => {
  const free = await createBuiltinCalendar().freeTimes(overNewYear, new AbortController().signal)
  expect(free.get('bar')).toEqual([{ startMs: day.endMs - 2 * 3_600_000, endMs: nextDay.startMs + 3 * 3_600_000 }])
})

test('a failing calendar says that it cannot tell, not that nothing is free', async () => {
  const answer = failingCalendar().freeTimes(overNewYear, new AbortController().signal)
  await expect(answer).rejects.toThrow(CalendarUnavailableError)
})
