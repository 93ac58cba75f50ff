import type { PlantedBug } from './bug.ts'

const askCalendar = 'src/openings/ask-calendar.ts'
const openingHours = 'src/companies/opening-hours.ts'
const findOpenings = 'src/openings/find-openings.ts'
const builtin = 'src/calendars/builtin/builtin-calendar.ts'

/** Which times are free. */
export const openingsBugs: readonly PlantedBug[] = [
  {
    name: 'wrong_zone',
    why: 'Hours are read as UTC: a house in Berlin opens an hour or two late.',
    edits: [
      {
        file: openingHours,
        from: 'hoursOnDay(branch.hours, date, company.zone)',
        to: "hoursOnDay(branch.hours, date, 'UTC')",
      },
    ],
    seeds: [0],
  },
  {
    name: 'doubled_hour_taken_twice',
    why: 'The second half past two of an autumn night is taken for the first.',
    edits: [
      {
        file: 'src/infra/wall-day.ts',
        from: 'if (instantMs < untilMs) return instantMs',
        to: 'if (instantMs < untilMs && index === day.offsets.length - 1) return instantMs',
      },
    ],
    seeds: [17],
  },
  {
    name: 'missing_hour_offered',
    why: 'Times of the hour a spring night lacks become times of the next, twice over.',
    edits: [
      {
        file: 'src/openings/slot-grid.ts',
        from: 'if (day.offsets.length === 1 || minuteOfInstant(day, startMs) === minute) starts.push(startMs)',
        to: 'starts.push(startMs)',
      },
    ],
    seeds: [657],
  },
  {
    name: 'buffers_ignored',
    why: 'There is no time to tidy up between two appointments.',
    edits: [
      {
        file: askCalendar,
        from: 'bufferAfterMinutes: request.service.bufferAfterMinutes,',
        to: 'bufferAfterMinutes: 0,',
      },
    ],
    seeds: [3],
  },
  {
    name: 'notice_ignored',
    why: 'Somebody stands in the door before anybody knows of them.',
    edits: [
      {
        file: 'src/openings/openings-basis.ts',
        from: 'return basis.nowMs + basis.rules.minimumNoticeMinutes * MINUTE_MS',
        to: 'return basis.nowMs',
      },
    ],
    seeds: [3],
  },
  {
    name: 'horizon_ignored',
    why: 'Times are promised for which there is no roster yet.',
    edits: [
      {
        file: 'src/openings/openings-basis.ts',
        from: 'return wallDay(lastDate, basis.zone).endMs',
        to: 'return wallDay(lastDate.add({ years: 1 }), basis.zone).endMs',
      },
    ],
    seeds: [0],
  },
  {
    name: 'closures_ignored',
    why: 'The house is closed, and somebody comes.',
    edits: [{ file: openingHours, from: 'if (closure !== undefined) return', to: 'if (closure === null) return' }],
    seeds: [3],
  },
  {
    name: 'holiday_ignored',
    why: 'Somebody comes on Whit Monday.',
    edits: [
      {
        file: openingHours,
        from: 'if (branch.closedOnHolidays && branch.germanState !== null)',
        to: 'if (!branch.closedOnHolidays && branch.germanState !== null)',
      },
    ],
    seeds: [0],
  },
  {
    name: 'staff_hours_ignored',
    why: 'People are booked whenever the house is open.',
    edits: [
      {
        file: builtin,
        from: 'working.push(...intersectIntervals(hoursOnDay(resource.hours, date, zone), open))',
        to: 'working.push(...open)',
      },
    ],
    seeds: [1],
  },
  {
    name: 'time_off_ignored',
    why: 'People are booked during their holidays.',
    edits: [
      {
        file: builtin,
        from: 'subtractIntervals(working, resource.timeOff)',
        to: 'subtractIntervals(working, [])',
      },
    ],
    seeds: [1],
  },
  {
    name: 'grid_ignored',
    why: 'Appointments begin at five past.',
    edits: [
      {
        file: findOpenings,
        from: 'gridStarts(day, basis.rules.slotGridMinutes)',
        to: 'gridStarts(day, 5)',
      },
    ],
    seeds: [0],
  },
  {
    name: 'end_of_hours_ignored',
    why: 'The last appointment ends after closing time.',
    edits: [
      {
        file: findOpenings,
        from: 'const lastMs = stretch.endMs - durationMs',
        to: 'const lastMs = stretch.endMs - MINUTE_MS',
      },
    ],
    seeds: [0],
  },
  {
    name: 'who_was_asked_for_ignored',
    why: 'Who asks for Anna is offered Bert.',
    edits: [
      {
        file: 'src/openings/choose-staff.ts',
        from: 'if (choice.askedForStaffId !== null)',
        to: 'if (choice.askedForStaffId === choice.usualStaffId && choice.askedForStaffId !== null)',
      },
    ],
    seeds: [0],
  },
]
