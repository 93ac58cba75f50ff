import type { PlantedBug } from './bug.ts'

const holds = 'src/occupancy/holds.ts'
const busy = 'src/occupancy/busy.ts'
const booking = 'migrations/0004_booking.ts'

/** Who has whom when. */
export const occupancyBugs: readonly PlantedBug[] = [
  {
    name: 'no_advisory_lock',
    why: 'Two requests decide on what neither has written yet.',
    edits: [{ file: 'src/occupancy/lock-claim.ts', from: 'await lockNames(tx, { names })', to: 'void names' }],
    seeds: [10, 2, 7, 15, 18, 23],
    isTimed: true,
  },
  {
    name: 'no_exclusion_constraint',
    why: 'Whoever takes no lock takes what somebody has.',
    edits: [
      {
        file: booking,
        from: `      check (num_nonnulls(hold_id, appointment_id) = 1),
      -- The referee: one resource does one thing at a time. Buffers are inside the range.
      constraint segments_no_overlap exclude using gist (
        company_id with =, resource_id with =, during with &&
      ) where (active)
`,
        to: '      check (num_nonnulls(hold_id, appointment_id) = 1)\n',
      },
    ],
    seeds: [3],
    changesSchema: true,
  },
  {
    name: 'no_on_conflict',
    why: 'Somebody being faster is an error instead of an answer.',
    edits: [{ file: 'src/occupancy/segments.ts', from: 'on conflict do nothing returning id', to: 'returning id' }],
    seeds: [3],
  },
  {
    name: 'hold_not_retired',
    why: 'A hold that ran out keeps its time from everybody until the job comes.',
    edits: [
      {
        file: holds,
        from: 'call_id = (select ${wanted.callId}::uuid) or expires_at <= now() and id in (',
        to: 'call_id = (select ${wanted.callId}::uuid) or false and id in (',
      },
    ],
    seeds: [0],
  },
  {
    name: 'expired_hold_is_busy',
    why: 'A time nobody holds any more is not offered.',
    edits: [{ file: busy, from: 'h.expires_at > now() and h.call_id', to: 'h.call_id' }],
    seeds: [0],
  },
  {
    name: 'live_hold_is_free',
    why: 'A time that is kept for one caller is offered to others.',
    edits: [{ file: busy, from: 'h.expires_at > now() and h.call_id', to: 'h.expires_at < now() and h.call_id' }],
    seeds: [0],
  },
  {
    name: 'hold_limit_off',
    why: 'One number collects times.',
    edits: [{ file: holds, from: 'const maxLiveHoldsPerCaller = 3', to: 'const maxLiveHoldsPerCaller = 30' }],
    seeds: [95, 2, 7, 15, 18, 23],
    isTimed: true,
  },
  {
    name: 'used_hold_stays',
    why: 'A hold that was booked on goes on counting as held.',
    edits: [
      { file: holds, from: "update holds set state = 'used' where", to: "update holds set state = 'live' where" },
    ],
    seeds: [10, 2, 7, 15, 18, 23],
    isTimed: true,
  },
  {
    name: 'cancelled_keeps_its_segment',
    why: 'A time that was cancelled stays taken.',
    edits: [
      {
        file: 'src/occupancy/segments.ts',
        from: "    .where('appointment_id', '=', appointmentId)\n",
        to: "    .where('appointment_id', '=', appointmentId)\n    .where('active', '=', false)\n",
      },
    ],
    seeds: [19],
  },
  {
    name: 'asked_for_by_name_is_moved',
    why: 'Who asked for somebody ends up with somebody else.',
    edits: [
      {
        file: busy,
        from: 'case when not h.staff_asked_for then h.id end as movable_hold_id',
        to: 'h.id as movable_hold_id',
      },
    ],
    seeds: [0],
  },
  {
    name: 'company_not_named_and_no_row_security',
    why: 'What a caller holds elsewhere counts here.',
    edits: [
      {
        file: 'migrations/0001_companies.ts',
        from: "execute format('alter table %s enable row level security', company_table);",
        to: '',
      },
      {
        file: 'migrations/0001_companies.ts',
        from: "execute format('alter table %s force row level security', company_table);",
        to: '',
      },
      { file: holds, from: 'where company_id = ${hold.companyId}::uuid and caller =', to: 'where caller =' },
    ],
    // What one house's callers hold has to be there before it can count in another.
    seeds: [0, 3, 5, 8],
    changesSchema: true,
  },
]
