import type { Plan } from './plan.ts'

const shift = { weekdays: [1, 2, 3, 4, 5, 6, 7], fromMinute: 540, toMinute: 900 }

/** Two people who do one thing, every day from nine to three, without rules that stand in anybody's way. */
export const twoChairs: Plan = {
  zone: 'Europe/Berlin',
  today: Temporal.PlainDate.from('2030-06-03'),
  nowMinute: 5,
  hours: shift,
  staff: [0, 1].map(() => ({ shift, away: [] })),
  services: [{ durationMinutes: 30, bufferBeforeMinutes: 0, bufferAfterMinutes: 0, staff: [0, 1] }],
  minimumNoticeMinutes: 0,
  horizonDays: 90,
  slotGridMinutes: 15,
  maxOpenAppointments: 2,
  closedAfterDays: [],
  keepsHolidays: false,
}

/** One person who takes an hour for it: a time that overlaps theirs is nobody's. */
export const oneChair: Plan = {
  ...twoChairs,
  staff: twoChairs.staff.slice(0, 1),
  services: twoChairs.services.map((service) => ({ ...service, durationMinutes: 60, staff: [0] })),
}
