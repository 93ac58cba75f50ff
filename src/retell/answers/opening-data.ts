import type { Appointment } from '../../appointments/appointment.ts'
import type { Offer } from '../../appointments/offer.ts'
import { serviceIdsOf, staffOf } from '../../appointments/visit-parts.ts'
import { sayList } from '../../speech/say-list.ts'
import { weekdayName } from '../../speech/say-when.ts'
import { nameOfServices, nameOfStaff, type Speaking } from './speaking.ts'

type Booked = Pick<Offer, 'serviceId' | 'staffId' | 'further' | 'startsAt' | 'endsAt' | 'priceMinor'>

/** The fields every opening has under the same names: what, when, with whom, how long, for how much. */
export type OpeningFields = Readonly<
  Record<'date' | 'time' | 'weekday' | 'service' | 'staff' | 'duration_minutes' | 'price' | 'currency', string>
>

export function offerFields(speaking: Speaking, offer: Offer): OpeningFields & { offer_id: string } {
  return { offer_id: offer.id, ...openingFields(speaking, offer) }
}

/** The same for an appointment, with what names it. */
export type AppointmentFields = OpeningFields & { readonly appointment_id: string; readonly code: string }

export function appointmentFields(speaking: Speaking, appointment: Appointment): AppointmentFields {
  return { appointment_id: appointment.id, code: appointment.code, ...openingFields(speaking, appointment) }
}

function openingFields(speaking: Speaking, opening: Booked): OpeningFields {
  const { company } = speaking.house
  const start = opening.startsAt.toZonedDateTimeISO(company.zone)
  return {
    ...dayFields(speaking, start.toPlainDateTime()),
    service: nameOfServices(speaking, serviceIdsOf(opening)),
    staff: nameOfParty(speaking, staffOf(opening)),
    duration_minutes: String(opening.startsAt.until(opening.endsAt).total('minutes')),
    price: opening.priceMinor === null ? '' : priceText(opening.priceMinor, company.currency),
    currency: company.currency,
  }
}

/** Everybody once. */
function nameOfParty(speaking: Speaking, staffIds: readonly string[]): string {
  const names = [...new Set(staffIds)].map((id) => nameOfStaff(speaking, id)).filter((name) => name !== '')
  return sayList(names, speaking.language, 'and')
}

/** DD.MM.YYYY, HH:MM and the name of the day. */
export function dayFields(
  speaking: Pick<Speaking, 'language'>,
  at: Temporal.PlainDateTime,
): Record<'date' | 'time' | 'weekday', string> {
  const date = `${twoDigits(at.day)}.${twoDigits(at.month)}.${at.year}`
  const time = `${twoDigits(at.hour)}:${twoDigits(at.minute)}`
  return { date, time, weekday: weekdayName(at.toPlainDate(), speaking.language) }
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}

/** "38.50": a decimal number in the currency's main unit. */
export function priceText(amountMinor: number, currency: string): string {
  const digits = minorDigits(currency)
  return (amountMinor / 10 ** digits).toFixed(digits)
}

/** By currency: asking costs as much as a query, and a house has one. */
const knownDigits = new Map<string, number>()

function minorDigits(currency: string): number {
  return knownDigits.getOrInsertComputed(currency, readMinorDigits)
}

function readMinorDigits(currency: string): number {
  try {
    return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  } catch {
    // Not a currency's code; almost all have two.
    return 2
  }
}
