import type { Appointment } from '../../appointments/appointment.ts'
import type { Offer } from '../../appointments/offer.ts'
import type { AvailabilityOutcome, BookOutcome, ListOutcome } from '../../appointments/outcomes.ts'
import type { CustomerCheck } from '../../customers/check-customer.ts'
import type { Language } from '../../speech/language.ts'
import type { ToolName } from '../arguments.ts'
import type { Answer, FaultAnswer } from '../reply.ts'
import { answerBooking } from './book-appointment.ts'
import { answerCancelling } from './cancel-appointment.ts'
import { type AskedSlot, answerBatch, type BatchAnswer } from './check-availability-batch.ts'
import { answerAvailability, type CalendarDown } from './check-availability.ts'
import { answerCustomer } from './check-customer.ts'
import { sayFault, sayNotConfigured } from './fault.ts'
import { answerNext } from './find-next-available.ts'
import { answerAlternatives } from './get-alternatives.ts'
import { answerAppointments } from './get-customer-appointments.ts'
import { changeOutcomes, unreadTimes } from './golden-changes.ts'
import { callbackCases, linkCases, moreServiceCases, moreStaffCases } from './golden-desk.ts'
import { house, manyServices } from './golden-house.ts'
import { answerInitialization } from './initialize-call.ts'
import { answerServices } from './list-services.ts'
import type { Question } from './question.ts'
import { answerMoving } from './reschedule-appointment.ts'
import type { Speaking } from './speaking.ts'
import { answerCallUpdate } from './update-call.ts'
import { answerStaff } from './verify-staff.ts'

const now = Temporal.ZonedDateTime.from('2026-11-23T09:12[Europe/Berlin]')
const at = (wall: string) => Temporal.PlainDateTime.from(wall)
const instant = (wall: string) => at(wall).toZonedDateTime('Europe/Berlin').toInstant()

function offer(id: string, wall: string, change: Partial<Offer> = {}): Offer {
  const startsAt = instant(wall)
  const shape = {
    branchId: 'mitte',
    serviceId: 'cut',
    staffId: 'eva',
    further: [],
    staffAskedFor: false,
    priceMinor: 3850,
  }
  return { id, movesAppointmentId: null, ...shape, startsAt, endsAt: startsAt.add({ minutes: 45 }), ...change }
}

function appointment(wall: string, change: Partial<Appointment> = {}): Appointment {
  const { id: _, staffAskedFor: __, movesAppointmentId: ___, ...visit } = offer('', wall)
  const id = '019a0000-0000-7000-8000-000000000001'
  const made = { id, customerId: 'anna', attendeeName: 'Anna Berg', state: 'confirmed' as const, version: 1 }
  return { ...visit, ...made, code: '470132', ...change }
}

const tuesday = offer('k3f7', '2026-11-24T10:00')
const others = [
  offer('m2p9', '2026-11-24T11:30'),
  offer('q8rt', '2026-11-24T14:00', { staffId: 'weber' }),
  offer('w4xy', '2026-12-01T10:00'),
]
const byName = others.map((other) => ({ ...other, staffAskedFor: true, staffId: 'weber' }))

const cutAndColour = {
  further: [{ serviceId: 'colour', staffId: 'eva' }],
  priceMinor: 12850,
  endsAt: instant('2026-11-24T12:15'),
}
const withTwo = { ...cutAndColour, further: [{ serviceId: 'colour', staffId: 'weber' }] }

const availability: Record<string, AvailabilityOutcome | Question | CalendarDown> = {
  'the very time is free': { kind: 'available', offer: tuesday, alternatives: others },
  'free at another branch, tomorrow, at an odd time': {
    kind: 'available',
    offer: offer('k3f7', '2026-11-24T13:05', {
      branchId: 'west',
      staffId: 'weber',
      serviceId: 'beard',
      priceMinor: null,
    }),
    alternatives: [],
  },
  'a window': { kind: 'alternatives', reason: 'window', alternatives: others },
  'taken, one other': { kind: 'alternatives', reason: 'taken', alternatives: others.slice(0, 1) },
  'taken, others with the person asked for': { kind: 'alternatives', reason: 'taken', alternatives: byName },
  'the person is away': {
    kind: 'alternatives',
    reason: 'staff_away',
    alternatives: others.map((other) => ({ ...other, staffAskedFor: true })),
  },
  none: { kind: 'none' },
  'none with the person asked for': { kind: 'none', staffId: 'weber' },
  closed: { kind: 'closed', holiday: null, isOpenThen: false, alternatives: others },
  'open, but not for so long': { kind: 'closed', holiday: null, isOpenThen: true, alternatives: others },
  'closed on a holiday, nothing else': {
    kind: 'closed',
    isOpenThen: false,
    holiday: { de: 'Erster Weihnachtstag', en: 'Christmas Day' },
    alternatives: [],
  },
  past: { kind: 'past', alternatives: others },
  'too soon': { kind: 'too_soon', minimumNoticeMinutes: 90, alternatives: others },
  'too soon by a day': { kind: 'too_soon', minimumNoticeMinutes: 1_440, alternatives: [] },
  'too far': { kind: 'too_far', horizonDays: 90 },
  'several services with one person': {
    kind: 'available',
    offer: offer('k3f7', '2026-11-24T10:00', cutAndColour),
    alternatives: [],
  },
  'several services, one for each of two people': {
    kind: 'available',
    offer: offer('k3f7', '2026-11-24T10:00', withTwo),
    alternatives: [],
  },
  'several services, price on request': {
    kind: 'available',
    offer: offer('k3f7', '2026-11-24T10:00', {
      ...cutAndColour,
      further: [{ serviceId: 'beard', staffId: 'eva' }],
      priceMinor: null,
    }),
    alternatives: [],
  },
  'several services, others with two people': {
    kind: 'alternatives',
    reason: 'taken',
    alternatives: others.slice(0, 2).map((other) => ({ ...other, ...withTwo, staffAskedFor: true })),
  },
  'which service with what was understood': {
    kind: 'which_service',
    services: house.services.slice(0, 2),
    besides: house.services.slice(2),
  },
  'no such service with what was understood': {
    kind: 'which_service',
    services: [],
    besides: house.services.slice(0, 1),
  },
  'services that cannot be had in one visit': {
    kind: 'which_service',
    services: house.services.slice(0, 2),
    why: 'one_at_a_time',
  },
  'which service': { kind: 'which_service', services: house.services.slice(0, 2) },
  'no such service': { kind: 'which_service', services: [] },
  'which branch': { kind: 'which_branch', branches: house.company.branches },
  'no time': { kind: 'which_date', why: 'missing', candidates: [] },
  'time not understood': { kind: 'which_date', why: 'not_understood', candidates: [] },
  'time impossible': { kind: 'which_date', why: 'impossible', candidates: [] },
  'time ambiguous': {
    kind: 'which_date',
    why: 'ambiguous',
    candidates: [at('2026-11-24T03:00'), at('2026-11-24T15:00')],
  },
  contradiction: { kind: 'contradiction', candidates: [at('2026-11-24'), at('2026-11-25')] },
  'name unknown': { kind: 'staff_unknown', staffIds: [] },
  'name ambiguous': { kind: 'staff_unknown', staffIds: ['eva', 'weber'] },
  'calendar down': { kind: 'unavailable' },
}

const slot = (wall: string, outcome: Exclude<AskedSlot, { kind: 'unclear' }>['outcome']): AskedSlot => {
  return { kind: 'point', at: at(wall), outcome }
}
const taken = slot('2026-11-24T09:00', { kind: 'taken' })
const free = slot('2026-11-24T10:00', { kind: 'available', offer: tuesday })
const checked = { kind: 'checked', alternatives: [], isCut: false } as const

const batches: Record<string, BatchAnswer | Question> = {
  'one of two is free': { ...checked, slots: [taken, free], first: tuesday },
  'ten of more are free': {
    ...checked,
    slots: Array.from({ length: 10 }, () => free),
    first: tuesday,
    isCut: true,
  },
  'none is free, one was not understood': {
    ...checked,
    slots: [taken, { kind: 'unclear' }, slot('2026-12-25T10:00', { kind: 'closed' })],
    first: null,
    alternatives: others,
  },
  'nothing is free at all': {
    ...checked,
    slots: [{ kind: 'window', at: at('2026-11-24T09:00'), outcome: { kind: 'taken' } }],
    first: null,
  },
  'calendar down': { kind: 'unavailable', slots: [slot('2026-11-24T10:00', { kind: 'unknown' })] },
  'which service': { kind: 'which_service', services: house.services.slice(0, 2) },
}

const booking: Record<string, BookOutcome> = {
  booked: { kind: 'booked', appointment: appointment('2026-11-24T10:00') },
  'already booked': { kind: 'already_booked', appointment: appointment('2026-11-24T10:00') },
  'pending approval': {
    kind: 'pending_approval',
    appointment: appointment('2026-11-24T10:00', { state: 'pending_approval' }),
  },
  unconfirmed: { kind: 'unconfirmed', appointment: appointment('2026-11-24T10:00', { state: 'unknown' }) },
  taken: { kind: 'taken', alternatives: others },
  'taken, nothing else': { kind: 'taken', alternatives: [] },
  conflict: { kind: 'conflict', appointment: appointment('2026-11-24T10:00') },
  'not asked yet': { kind: 'needs_confirmation', offer: tuesday, why: 'not_asked' },
  'unclear yes': { kind: 'needs_confirmation', offer: tuesday, why: 'unclear' },
  declined: { kind: 'needs_confirmation', offer: tuesday, why: 'declined' },
  changed: { kind: 'needs_confirmation', offer: tuesday, why: 'changed' },
  'cancelled since': { kind: 'needs_confirmation', offer: tuesday, why: 'cancelled_since' },
  'needs a name': { kind: 'needs_name', offer: tuesday },
  'with one of two': { kind: 'staff_unknown', staffIds: ['eva', 'weber'] },
  'not offered but free': { kind: 'not_offered', offer: tuesday, alternatives: [] },
  'not offered and not free': { kind: 'not_offered', offer: null, alternatives: others },
  'not offered, no time': { kind: 'not_offered', offer: null, alternatives: [] },
  'policy: notice': { kind: 'policy', rule: 'notice', alternatives: others },
  'policy: horizon': { kind: 'policy', rule: 'horizon', alternatives: [] },
  'policy: closed': { kind: 'policy', rule: 'closed', alternatives: others },
  'policy: staff away': { kind: 'policy', rule: 'staff_away', alternatives: others },
  limit: { kind: 'limit', maxOpenAppointments: 5 },
}

const appointments: Record<string, ListOutcome> = {
  one: { kind: 'list', appointments: [appointment('2026-11-24T10:00')], total: 1 },
  'three of five': {
    kind: 'list',
    appointments: [
      appointment('2026-11-24T10:00'),
      appointment('2026-12-03T14:30', { staffId: 'weber', serviceId: 'beard' }),
      appointment('2027-01-04T09:00', { state: 'pending_approval', branchId: 'west' }),
    ],
    total: 5,
  },
  none: { kind: 'none' },
  verify: { kind: 'verify' },
}

const { cancelling, moving } = changeOutcomes({
  appointment: appointment('2026-12-03T14:30', { staffId: 'weber', serviceId: 'beard' }),
  other: appointment('2026-12-08T09:00'),
  offers: others,
})

const customers: Record<string, CustomerCheck> = {
  'known and trusted': { kind: 'known', firstName: 'Anna' },
  known: { kind: 'known', firstName: '' },
  new: { kind: 'new' },
  anonymous: { kind: 'anonymous' },
  ambiguous: { kind: 'ambiguous' },
}

type Cases = Record<string, Answer<ToolName> | FaultAnswer>

function eachOf<Outcome>(
  outcomes: Record<string, Outcome>,
  answer: (outcome: Outcome) => Answer<ToolName>,
): [string, Answer<ToolName>][] {
  return Object.entries(outcomes).map(([name, outcome]) => [name, answer(outcome)])
}

/** The answers of every tool in a language, by what happened: what the golden files are written from. */
export function casesOf(language: Language): Record<ToolName, Cases> {
  const speaking: Speaking = { language, house, today: now.toPlainDate(), branchId: 'mitte' }
  const known = { ...speaking, callerHasNumber: true }
  const cut = house.services.slice(0, 1)
  const shelves = house.categories.map((category) => ({ category, serviceCount: 2 }))
  return {
    initialize_call: Object.fromEntries([
      ...eachOf(customers, (check) => answerInitialization(speaking, check, now)),
      ['a long catalog', answerInitialization({ ...speaking, house: manyServices }, { kind: 'new' }, now)],
    ]),
    check_customer: Object.fromEntries(eachOf(customers, (check) => answerCustomer(speaking, check))),
    list_services: {
      one: answerServices(speaking, { kind: 'ok', services: cut }),
      all: answerServices(speaking, { kind: 'ok', services: house.services }),
      categories: answerServices(speaking, { kind: 'categories', categories: shelves, services: [], unsure: false }),
      unsure: answerServices(speaking, { kind: 'categories', categories: shelves, services: cut, unsure: true }),
      'too many': answerServices(speaking, {
        kind: 'too_many',
        services: house.services,
        total: 22,
        narrowBy: 'query',
      }),
      none: answerServices(speaking, { kind: 'none' }),
      ...moreServiceCases(speaking),
    },
    verify_staff: {
      resolved: answerStaff(speaking, { kind: 'resolved', staffId: 'weber' }),
      ambiguous: answerStaff(speaking, { kind: 'ambiguous', staffIds: ['eva', 'weber'] }),
      unknown: answerStaff(speaking, { kind: 'unknown' }),
      ...moreStaffCases(speaking),
    },
    check_availability: Object.fromEntries(eachOf(availability, (outcome) => answerAvailability(speaking, outcome))),
    check_availability_batch: Object.fromEntries(eachOf(batches, (outcome) => answerBatch(speaking, outcome))),
    get_alternatives: {
      'three others': answerAlternatives(speaking, { kind: 'alternatives', alternatives: others }, null),
      'others with the person asked for': answerAlternatives(
        speaking,
        { kind: 'alternatives', alternatives: byName },
        'weber',
      ),
      none: answerAlternatives(speaking, { kind: 'none' }, null),
      'none with the person asked for': answerAlternatives(speaking, { kind: 'none' }, 'weber'),
      'calendar down': answerAlternatives(speaking, { kind: 'unavailable' }, null),
      'no time': answerAlternatives(speaking, { kind: 'which_date', why: 'missing', candidates: [] }, null),
    },
    find_next_available: {
      next: answerNext(speaking, { kind: 'available', offer: tuesday, alternatives: others }, null),
      none: answerNext(speaking, { kind: 'none' }, null),
      'none with the person asked for': answerNext(speaking, { kind: 'none' }, 'weber'),
      'calendar down': answerNext(speaking, { kind: 'unavailable' }, null),
      'name unknown': answerNext(speaking, { kind: 'staff_unknown', staffIds: [] }, null),
    },
    collect_appointment_data: Object.fromEntries(eachOf(booking, (outcome) => answerBooking(known, outcome))),
    request_callback: callbackCases(speaking),
    send_booking_link: linkCases(speaking),
    update_call: { kept: answerCallUpdate(speaking) },
    book_appointment: Object.fromEntries([
      ...eachOf(booking, (outcome) => answerBooking(known, outcome)),
      [
        'booked without a number',
        answerBooking({ ...known, callerHasNumber: false }, Object.values(booking)[0] ?? never()),
      ],
      ['a fault', sayFault(language)],
      ['not configured', sayNotConfigured(language)],
    ]),
    get_customer_appointments: Object.fromEntries(
      eachOf(appointments, (outcome) => answerAppointments(speaking, outcome)),
    ),
    cancel_appointment: Object.fromEntries(eachOf(cancelling, (outcome) => answerCancelling(speaking, outcome))),
    reschedule_appointment: Object.fromEntries([
      ...eachOf(moving, (outcome) => answerMoving(speaking, outcome, null)),
      ...eachOf(unreadTimes, (unread) => answerMoving(speaking, moving['no time'] ?? never(), unread)),
    ]),
  }
}

function never(): never {
  throw new Error('no outcomes')
}
