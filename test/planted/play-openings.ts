import * as fc from 'fast-check'

import { createBuiltinCalendar } from '../../src/calendars/builtin/builtin-calendar.ts'
import type { Interval } from '../../src/infra/intervals.ts'
import { weeklyHours } from '../../src/infra/weekly-hours.ts'
import { askCalendar } from '../../src/openings/ask-calendar.ts'
import { findOpenings } from '../../src/openings/find-openings.ts'
import type { House } from '../../src/openings/house.ts'
import { demand } from '../model/disagreement.ts'
import { anyWidePlan, type Plan, type Shift } from '../model/plan.ts'
import { freeStaffAt, instantOf, judgeByMoments, MINUTE, serviceOf } from '../model/reference-openings.ts'

const DAYS = 3
/** Finer than any grid of a plan. */
const LOOK_EVERY_MINUTES = 5

const anyCase = fc.record({
  plan: anyWidePlan,
  busy: fc.array(
    fc.record({ staff: fc.nat({ max: 2 }), fromMinute: fc.nat({ max: 48 }), steps: fc.integer({ min: 1, max: 6 }) }),
    {
      maxLength: 6,
    },
  ),
})

/** The openings of a few days, every one and no other, against the rules asked moment by moment. Needs no database. */
export async function playOpenings(_stage: unknown, seed: number): Promise<void> {
  for (const { plan, busy } of fc.sample(anyCase, { seed, numRuns: 1 })) {
    const nowMs = instantOf(plan.today, plan.nowMinute, plan.zone)
    const taken = new Map<number, Interval[]>()
    for (const { staff, fromMinute, steps } of busy) {
      const startMs = instantOf(plan.today, 0, plan.zone) + (1_440 + fromMinute * 30) * MINUTE
      taken.set(staff, [...(taken.get(staff) ?? []), { startMs, endMs: startMs + steps * 15 * MINUTE }])
    }
    for (const service of plan.services.keys()) {
      const found = await openingsOf(plan, service, nowMs, taken)
      const expected = expectedOpenings(plan, service, nowMs, taken)
      demand(found.join('\n') === expected.join('\n'), 'openings differ', { found, expected })
    }
  }
}

async function openingsOf(
  plan: Plan,
  service: number,
  nowMs: number,
  taken: ReadonlyMap<number, readonly Interval[]>,
): Promise<readonly string[]> {
  const house = houseOf(plan)
  const [branch] = house.company.branches
  const asked = house.services[service]
  if (branch === undefined || asked === undefined) throw new Error('The plan has no such service')
  const clock = { now: () => Temporal.Instant.fromEpochMilliseconds(nowMs) }
  const basis = await askCalendar(
    { house, calendar: createBuiltinCalendar(), clock },
    { service: asked, branch, firstDate: plan.today, endDate: plan.today.add({ days: DAYS }) },
    new AbortController().signal,
  )
  const busy = new Map([...taken].map(([staff, intervals]) => [String(staff), intervals]))
  return findOpenings({ ...basis, busy }).map((one) => [one.startMs, one.endMs, ...one.staffIds.toSorted()].join(' '))
}

function expectedOpenings(
  plan: Plan,
  service: number,
  nowMs: number,
  taken: ReadonlyMap<number, readonly Interval[]>,
): readonly string[] {
  const takenBy = (staff: number) => taken.get(staff) ?? []
  const lengthMs = serviceOf(plan, service).durationMinutes * MINUTE
  const endMs = instantOf(plan.today.add({ days: DAYS }), 0, plan.zone)
  const openings: string[] = []
  for (let startMs = instantOf(plan.today, 0, plan.zone); startMs < endMs; startMs += LOOK_EVERY_MINUTES * MINUTE) {
    if (judgeByMoments(plan, { nowMs, startMs, service, staff: null }, takenBy) !== 'free') continue
    const staff = freeStaffAt(plan, service, startMs, takenBy)
    openings.push([startMs, startMs + lengthMs, ...staff.map(String).toSorted()].join(' '))
  }
  return openings
}

/** The plan as the gateway would have loaded it, people and services named by their places. */
function houseOf(plan: Plan): House {
  const branch = {
    id: 'branch',
    name: '',
    street: '',
    postalCode: '',
    city: '',
    germanState: 'BE' as const,
    closedOnHolidays: plan.keepsHolidays,
    hours: toWeek(plan.hours),
  }
  const closures = plan.closedAfterDays.map((days) => {
    const date = plan.today.add({ days })
    return { branchId: null, firstDate: date, lastDate: date, reason: '' }
  })
  const { minimumNoticeMinutes, horizonDays, slotGridMinutes } = plan
  const unset = { branchId: null, serviceId: null, maxOpenAppointments: null, cancellationNoticeMinutes: null }
  const rules = [
    {
      ...unset,
      reschedulingNoticeMinutes: null,
      maxMovesPerAppointment: null,
      maxCancellations: null,
      cancellationPeriodDays: null,
      needsApproval: null,
      offersBesideOwn: null,
      minimumNoticeMinutes,
      horizonDays,
      slotGridMinutes,
    },
  ]
  return {
    version: 1,
    company: {
      id: 'company',
      slug: 'house',
      name: '',
      zone: plan.zone,
      languages: ['de'],
      currency: 'EUR',
      country: 'DE',
      calendar: 'builtin',
      checksConfirmation: true,
      policies: {},
      branches: [branch],
      closures,
      rules,
      forwardingNumbers: [],
    },
    staff: staffOf(plan),
    services: servicesOf(plan),
    categories: [],
  }
}

function staffOf(plan: Plan): House['staff'] {
  const firstMs = instantOf(plan.today, 0, plan.zone)
  return plan.staff.map(({ shift, away }, place) => ({
    id: String(place),
    branchId: 'branch',
    title: '',
    firstName: '',
    lastName: '',
    hours: toWeek(shift),
    // As they are loaded: sorted, and not overlapping.
    timeOff: mergeAway(away.map(({ fromMinute, minutes }) => ({ fromMinute, toMinute: fromMinute + minutes }))).map(
      ({ fromMinute, toMinute }) => ({ startMs: firstMs + fromMinute * MINUTE, endMs: firstMs + toMinute * MINUTE }),
    ),
    calendarReference: null,
  }))
}

type Away = { fromMinute: number; toMinute: number }

function mergeAway(away: readonly Away[]): readonly Away[] {
  const [one, other] = away.toSorted((left, right) => left.fromMinute - right.fromMinute)
  if (one === undefined || other === undefined) return away
  if (other.fromMinute > one.toMinute) return [one, other]
  return [{ fromMinute: one.fromMinute, toMinute: Math.max(one.toMinute, other.toMinute) }]
}

function servicesOf(plan: Plan): House['services'] {
  return plan.services.map((service, place) => ({
    id: `service ${place}`,
    categoryId: null,
    name: '',
    nameEn: '',
    description: '',
    aliases: [],
    durationMinutes: service.durationMinutes,
    bufferBeforeMinutes: service.bufferBeforeMinutes,
    bufferAfterMinutes: service.bufferAfterMinutes,
    priceMinor: null,
    isDefault: false,
    staffIds: service.staff.map(String),
    gaps: service.gaps ?? [],
    calendarReference: null,
  }))
}

function toWeek({ weekdays, fromMinute, toMinute }: Shift): ReturnType<typeof weeklyHours> {
  return weeklyHours(weekdays.map((weekday) => ({ weekday, fromMinute, toMinute })))
}
