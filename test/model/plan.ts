import * as fc from 'fast-check'

/** The facts of a small company in wall terms, as plain values: what is built from it, and what the reference reads. */
export type Plan = {
  readonly zone: string
  /** Local date and minute of the day the story begins at. */
  readonly today: Temporal.PlainDate
  readonly nowMinute: number
  readonly hours: Shift
  readonly staff: readonly PlannedStaff[]
  readonly services: readonly PlannedService[]
  readonly minimumNoticeMinutes: number
  readonly horizonDays: number
  readonly slotGridMinutes: number
  readonly maxOpenAppointments: number
  /** Days after today on which the house is closed. */
  readonly closedAfterDays: readonly number[]
  /** Whether Berlin's public holidays close it. */
  readonly keepsHolidays: boolean
}

/** The same hours on some weekdays, 1 Monday to 7 Sunday; minutes of the wall day, 0 to 1440. */
export type Shift = { readonly weekdays: readonly number[]; readonly fromMinute: number; readonly toMinute: number }

export type PlannedStaff = {
  readonly shift: Shift
  /** Stretches in minutes from the first minute of today. */
  readonly away: readonly { readonly fromMinute: number; readonly minutes: number }[]
}

export type PlannedService = {
  readonly durationMinutes: number
  readonly bufferBeforeMinutes: number
  readonly bufferAfterMinutes: number
  /** Minutes from its start in which whoever does it is free. */
  readonly gaps?: readonly { readonly fromMinute: number; readonly toMinute: number }[]
  /** Places in `staff` of those who do it. */
  readonly staff: readonly number[]
}

/** Places and days: ordinary weeks, holidays, and far oftener than the calendar has them nights the clocks change. */
const anyDay = fc.constantFrom(
  { zone: 'Europe/Berlin', today: '2030-06-03' },
  { zone: 'Europe/Berlin', today: '2030-12-23' },
  { zone: 'Europe/Berlin', today: '2030-04-18' },
  { zone: 'Europe/Berlin', today: '2027-03-27' },
  { zone: 'Europe/Berlin', today: '2027-10-30' },
  { zone: 'America/New_York', today: '2028-11-03' },
  { zone: 'Asia/Tokyo', today: '2031-05-06' },
  { zone: 'Australia/Lord_Howe', today: '2029-04-01' },
)

const weekdays = [1, 2, 3, 4, 5, 6, 7] as const
const anyShift: fc.Arbitrary<Shift> = fc.oneof(
  { weight: 4, arbitrary: shift(fc.constantFrom(480, 540, 570), fc.constantFrom(780, 1_020, 1_080)) },
  { weight: 2, arbitrary: shift(fc.constant(0), fc.constantFrom(300, 1_440)) },
)

function shift(from: fc.Arbitrary<number>, to: fc.Arbitrary<number>): fc.Arbitrary<Shift> {
  return fc.record({
    weekdays: fc.subarray([...weekdays], { minLength: 4 }),
    fromMinute: from,
    toMinute: to,
  })
}

const anyStaff: fc.Arbitrary<PlannedStaff> = fc.record({
  shift: anyShift,
  away: fc.array(
    fc.record({
      fromMinute: fc.integer({ min: 0, max: 90 }).map((n) => n * 60),
      minutes: fc.constantFrom(60, 180, 900),
    }),
    { maxLength: 2 },
  ),
})

function anyService(staffCount: number): fc.Arbitrary<PlannedService> {
  return fc.record({
    durationMinutes: fc.constantFrom(30, 45, 60),
    bufferBeforeMinutes: fc.constantFrom(0, 0, 10),
    bufferAfterMinutes: fc.constantFrom(0, 0, 15),
    staff: fc.subarray(
      Array.from({ length: staffCount }, (_, index) => index),
      { minLength: 1 },
    ),
  })
}

/** Small houses: one to three people, one or two services, rules near the edge of what is asked for. */
export const anyWidePlan: fc.Arbitrary<Plan> = fc
  .record({ day: anyDay, staff: fc.array(anyStaff, { minLength: 1, maxLength: 3 }), hours: anyShift })
  .chain(({ day, staff, hours }) =>
    fc.record({
      zone: fc.constant(day.zone),
      today: fc.constant(Temporal.PlainDate.from(day.today)),
      nowMinute: fc.constantFrom(5, 420, 600),
      hours: fc.constant(hours),
      staff: fc.constant(staff),
      services: fc.array(anyService(staff.length), { minLength: 1, maxLength: 2 }),
      minimumNoticeMinutes: fc.constantFrom(0, 60, 600),
      horizonDays: fc.constantFrom(2, 5, 90),
      slotGridMinutes: fc.constantFrom(15, 20, 30),
      maxOpenAppointments: fc.constantFrom(1, 2, 5),
      closedAfterDays: fc.subarray([0, 1, 2, 3], { maxLength: 2 }),
      keepsHolidays: fc.boolean(),
    }),
  )

/** Half of the houses are so that callers cannot help meeting: one or two people, open whenever anybody asks. */
export const anyPlan: fc.Arbitrary<Plan> = fc.oneof(anyWidePlan, anyWidePlan.map(narrow))

/** The same houses with a service in whose middle half an hour is free, and one that fits into it. */
export function withGaps(plan: Plan): Plan {
  const [first] = plan.services
  if (first === undefined) return plan
  const gapped = { ...first, durationMinutes: 90, gaps: [{ fromMinute: 30, toMinute: 60 }] }
  const fitting = { ...first, durationMinutes: 30, bufferBeforeMinutes: 0, bufferAfterMinutes: 0 }
  return { ...plan, services: [gapped, fitting] }
}

function narrow(plan: Plan): Plan {
  const hours = { weekdays, fromMinute: 540, toMinute: 1_080 }
  const staff = plan.staff.slice(0, 2).map(() => ({ shift: hours, away: [] }))
  const everybody = staff.map((_, place) => place)
  return {
    ...plan,
    nowMinute: 420,
    hours,
    staff,
    services: plan.services.map((service) => ({ ...service, staff: everybody })),
    minimumNoticeMinutes: 0,
    closedAfterDays: [],
    keepsHolidays: false,
  }
}
