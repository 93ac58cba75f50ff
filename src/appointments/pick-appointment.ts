import { isNameOf } from '../customers/check-customer.ts'
import { splitName } from '../customers/name-columns.ts'
import type { Proof } from '../customers/verify-caller.ts'
import type { OwnAppointment } from './own-appointments.ts'

/** Which of their appointments a caller means; what says it also proves that it is theirs. */
export type Meant = Proof & {
  readonly appointmentId: string | null
  /** The time of day, where it was said with the day. */
  readonly time: Temporal.PlainTime | null
}

export type Picked =
  | { kind: 'one'; appointment: OwnAppointment }
  | { kind: 'which'; appointments: readonly OwnAppointment[]; total: number; isOtherDay: boolean }
  | { kind: 'cancelled'; appointment: OwnAppointment }
  | { kind: 'none' }

/** More than three are not remembered when heard. */
const mostRead = 3

/**
 * Which of somebody's own appointments is meant: by its id or code, else by what else was said of it. Whatever narrows
 * nothing down is ignored, so that a mistaken word costs a question and not the appointment. An id nobody has counts as
 * none: models make them up.
 */
export function pickAppointment(own: readonly OwnAppointment[], meant: Meant, zone: string): Picked {
  const named =
    own.find((one) => one.id === meant.appointmentId) ??
    own.find((one) => one.code === meant.code && isOpen(one)) ??
    own.find((one) => one.code === meant.code)
  if (named !== undefined) return { kind: isOpen(named) ? 'one' : 'cancelled', appointment: named }

  const { date } = meant
  const onDay = date === null ? own : own.filter((one) => wallStart(one, zone).toPlainDate().equals(date))
  const fitting = narrowed(onDay, meant, zone)
  const open = fitting.filter(isOpen)
  const [only] = open
  if (only !== undefined && open.length === 1) return { kind: 'one', appointment: only }
  if (open.length > 1) return which(open, false)

  const others = own.filter(isOpen)
  const cancelled = fitting.at(-1)
  if (cancelled !== undefined && (date !== null || (others.length === 0 && fitting.length === 1))) {
    return { kind: 'cancelled', appointment: cancelled }
  }
  return others.length > 0 ? which(others, true) : { kind: 'none' }
}

function which(appointments: readonly OwnAppointment[], isOtherDay: boolean): Picked {
  return { kind: 'which', appointments: appointments.slice(0, mostRead), total: appointments.length, isOtherDay }
}

/** By the time of day, then by who comes; where neither tells any of them apart, all remain. */
function narrowed(appointments: readonly OwnAppointment[], meant: Meant, zone: string): readonly OwnAppointment[] {
  const { time, name } = meant
  const atTime = time === null ? [] : appointments.filter((one) => wallStart(one, zone).toPlainTime().equals(time))
  const timed = atTime.length > 0 ? atTime : appointments
  const forPerson = name === null ? [] : timed.filter((one) => isNameOf(name, splitName(one.attendeeName)))
  return forPerson.length > 0 ? forPerson : timed
}

function isOpen(appointment: OwnAppointment): boolean {
  return appointment.state !== 'cancelled'
}

function wallStart(appointment: OwnAppointment, zone: string): Temporal.PlainDateTime {
  return appointment.startsAt.toZonedDateTimeISO(zone).toPlainDateTime()
}
