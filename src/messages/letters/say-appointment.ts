import { parsePhoneNumberFromString } from 'libphonenumber-js/max'

import type { House } from '../../openings/house.ts'
import type { Language } from '../../speech/language.ts'
import { sayList } from '../../speech/say-list.ts'
import { findStaff } from '../../staff/find-staff.ts'
import type { AppointmentFacts } from './appointment-facts.ts'
import { tameLine, tameName } from './tame.ts'
import type { Values } from './template.ts'
import { writeDate, writeTime } from './write-when.ts'

/** What there is to say before anything is known. */
const NOTHING: Values = {
  company: '',
  name: '',
  service: '',
  staff: '',
  date: '',
  time: '',
  branch: '',
  address: '',
  price: '',
  code: '',
  phone: '',
  link: '',
  hours: '',
  wished: '',
  answer: '',
}

/** What there is to say about a house: its name, and a number (E.164) to call; null when it has none. */
export function sayHouse({ company }: House, phone: string | null): Values {
  return {
    ...NOTHING,
    company: tameLine(company.name),
    phone: phone === null ? '' : writePhone(phone, company.country),
  }
}

/** What there is to say about an appointment, in its own wall time. */
export function sayAppointment(
  house: House,
  appointment: AppointmentFacts,
  language: Language,
  now: Temporal.Instant,
): Partial<Values> {
  const { zone, priceMinor } = appointment
  const at = appointment.startsAt.toZonedDateTimeISO(zone)
  const branch = house.company.branches.find(({ id }) => id === appointment.branchId)
  return {
    name: tameName(appointment.attendeeName),
    service: sayServices(house, appointment, language),
    staff: sayStaff(house, appointment, language),
    date: writeDate(at.toPlainDate(), language, now.toZonedDateTimeISO(zone).toPlainDate()),
    time: writeTime(at.toPlainTime(), language),
    branch: house.company.branches.length > 1 ? tameLine(branch?.name ?? '') : '',
    address: branch === undefined ? '' : addressOf(branch),
    price: priceMinor === null ? '' : writePrice(priceMinor, appointment.currency, language),
    code: appointment.code,
  }
}

function sayServices(house: House, { serviceIds }: AppointmentFacts, language: Language): string {
  const names = serviceIds.flatMap((id) => {
    const service = house.services.find((one) => one.id === id)
    if (service === undefined) return []
    return tameLine(language === 'en' && service.nameEn !== '' ? service.nameEn : service.name)
  })
  // A service that is not offered any more still was what they booked.
  return names.length > 0 ? sayList(names, language, 'and') : language === 'de' ? 'Termin' : 'appointment'
}

function sayStaff(house: House, { staffIds }: AppointmentFacts, language: Language): string {
  const names = staffIds.flatMap((id) => {
    const person = findStaff(house.staff, id)
    return person === undefined ? [] : tameLine(`${person.firstName} ${person.lastName}`)
  })
  return sayList(names, language, 'and')
}

function addressOf(branch: { street: string; postalCode: string; city: string }): string {
  const place = [branch.postalCode, branch.city].filter((part) => part !== '').join(' ')
  return [branch.street, place]
    .filter((part) => part !== '')
    .map(tameLine)
    .join(', ')
}

function writePhone(phone: string, country: string): string {
  const number = parsePhoneNumberFromString(phone)
  if (number === undefined) return phone
  return number.country === country ? number.formatNational() : number.formatInternational()
}

function writePrice(amountMinor: number, currency: string, language: Language): string {
  const format = new Intl.NumberFormat(language === 'de' ? 'de-DE' : 'en-GB', { style: 'currency', currency })
  const { maximumFractionDigits = 2 } = format.resolvedOptions()
  return format.format(amountMinor / 10 ** maximumFractionDigits)
}
