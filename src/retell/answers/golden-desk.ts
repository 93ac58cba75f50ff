import type { CallbackOutcome } from '../../appointments/request-callback.ts'
import type { Task } from '../../calls/tasks/task.ts'
import type { StaffMember } from '../../staff/staff-member.ts'
import type { Answer } from '../reply.ts'
import { house } from './golden-house.ts'
import { answerServices, answerWhoseServices } from './list-services.ts'
import { answerCallback } from './request-callback.ts'
import { answerBookingLink } from './send-booking-link.ts'
import type { Speaking } from './speaking.ts'
import { answerStaff } from './verify-staff.ts'

const now = Temporal.ZonedDateTime.from('2026-11-23T09:12[Europe/Berlin]')
const instant = (wall: string) => Temporal.PlainDateTime.from(wall).toZonedDateTime('Europe/Berlin').toInstant()

const inbound = {
  call: { callerNumber: '+4917604069001', direction: 'inbound' },
  isPhoneUnread: false,
  now,
} as const
const withheld = { ...inbound, call: { ...inbound.call, callerNumber: null } }

function noted(from: string, to: string, change: Partial<Task> = {}): CallbackOutcome {
  const task = { id: '', kind: 'callback' as const, state: 'open' as const, phone: '+4917604069001', reason: '' }
  return {
    kind: 'noted',
    task: { ...task, earliestAt: instant(from), dueAt: instant(to), ...change },
    isShifted: false,
  }
}

const tomorrow = noted('2026-11-24T10:00', '2026-11-24T10:30')

/** The golden answers to the wish for a callback. */
export function callbackCases(speaking: Speaking): Record<string, Answer<'request_callback'>> {
  const answer = (outcome: CallbackOutcome, about: Parameters<typeof answerCallback>[2] = inbound) =>
    answerCallback(speaking, outcome, about)
  const outbound = { ...inbound, call: { ...inbound.call, direction: 'outbound' as const } }
  const told = noted('2026-11-24T10:00', '2026-11-24T10:30', { phone: '+493023125001' })
  return {
    'tomorrow at ten': answer(tomorrow),
    'within the hour': answer(noted('2026-11-23T09:12', '2026-11-23T10:12')),
    'an open hour over night': answer(noted('2026-11-23T17:30', '2026-11-24T09:30')),
    'next week': answer(noted('2026-11-30T09:00', '2026-12-04T18:00')),
    'nobody is in then': answer({ ...tomorrow, isShifted: true }),
    'when something becomes free': answer(noted('2026-11-23T09:12', '2026-11-30T10:12', { kind: 'waiting' })),
    'another number': answer(told, withheld),
    'a number of another country': answer(noted('2026-11-24T10:00', '2026-11-24T10:30', { phone: '+436641234567' })),
    'number not understood': answer(tomorrow, { ...inbound, isPhoneUnread: true }),
    'no number': answer(noted('2026-11-24T10:00', '2026-11-24T10:30', { phone: null }), withheld),
    'we called': answer(tomorrow, outbound),
  }
}

/** The golden answers to the wish for a link. */
export function linkCases(speaking: Speaking): Record<string, Answer<'send_booking_link'>> {
  return {
    sent: answerBookingLink(speaking, { kind: 'sent', hours: 24 }),
    'no number': answerBookingLink(speaking, { kind: 'no_number' }),
    limit: answerBookingLink(speaking, { kind: 'limit' }),
  }
}

/** More golden answers about services: by person, and with a link on offer. */
export function moreServiceCases(speaking: Speaking): Record<string, Answer<'list_services'>> {
  const tooMany = { kind: 'too_many', services: house.services, total: 22, narrowBy: 'query' } as const
  return {
    'too many, to a mobile': answerServices(speaking, tooMany, { canText: true, staffId: null }),
    'not done by that person': answerServices(speaking, { kind: 'none' }, { canText: true, staffId: 'weber' }),
    'whose services': answerWhoseServices(speaking, ['eva', 'weber']),
    'nobody is called so': answerWhoseServices(speaking, []),
  }
}

function member(id: string, branchId: string, lastName: string): StaffMember {
  const unset = { title: '', hours: [], timeOff: [], calendarReference: null }
  return { ...unset, id, branchId, firstName: 'Sarah', lastName }
}

/** More golden answers about people: nobody in particular, and names that sound alike. */
export function moreStaffCases(speaking: Speaking): Record<string, Answer<'verify_staff'>> {
  const staff = [member('e', 'mitte', 'Meier'), member('a', 'mitte', 'Maier'), member('w', 'west', 'Mayer')]
  const alike = { ...speaking, house: { ...house, staff } }
  return {
    anybody: answerStaff(speaking, { kind: 'anybody' }),
    'nobody named': answerStaff(speaking, { kind: 'nobody_named' }),
    'alike at one branch': answerStaff(alike, { kind: 'ambiguous', staffIds: ['e', 'a'] }),
    'alike at two branches': answerStaff(alike, { kind: 'ambiguous', staffIds: ['e', 'w'] }),
  }
}
