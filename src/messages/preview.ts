import type { Transaction } from 'kysely'

import type { Database } from '../infra/db/tables.ts'
import type { House } from '../openings/house.ts'
import type { Language } from '../speech/language.ts'
import type { AppointmentFacts } from './letters/appointment-facts.ts'
import type { Letter } from './letters/letter.ts'
import { readHousePhone } from './letters/load-letter.ts'
import { sayAppointment, sayHouse } from './letters/say-appointment.ts'
import { countSegments } from './letters/segments.ts'
import { loadTemplate } from './letters/templates.ts'
import { type CustomerLetter, writeMail, writeText } from './letters/write-letter.ts'
import type { CustomerKind } from './message.ts'

/** A message as a customer would get it. */
export type Preview = {
  readonly text: string
  /** As how many texts it is sent, and paid for. */
  readonly segments: number
  readonly mail: Extract<Letter, { channel: 'email' }>
}

const SAMPLE_HOUR = 10
const SAMPLE_MINUTE = 30

/** Writes a message of this kind with the house's own words, a service and a person of it, and somebody made up. */
export async function previewMessage(
  tx: Transaction<Database>,
  house: House,
  { kind, language, now }: { kind: CustomerKind; language: Language; now: Temporal.Instant },
): Promise<Preview> {
  const appointment = sampleAppointment(house, now)
  const { company } = house
  const values = {
    ...sayHouse(house, await readHousePhone(tx, company.id, appointment.branchId)),
    ...sayAppointment(house, appointment, language, now),
    link: `https://ringbook.example.org/book/${company.slug}/2kX8r0Qm5VJtZyBf3nLwAA`,
    hours: '24',
    wished: language === 'de' ? 'spätestens heute um 17:00 Uhr' : 'by 17:00 today',
    answer: language === 'de' ? 'JA oder ABSAGEN' : 'YES or CANCEL',
  }
  const template = await loadTemplate(tx, company.id, kind, language)
  const message = { recipient: 'erika@example.org' }
  const letter: CustomerLetter = { kind, message, house, template, values, appointment, replyTo: null, now }
  const text = writeText(letter)
  const mail = writeMail(letter)
  if (text.channel !== 'sms' || mail.channel !== 'email') throw new Error('A text and a mail were to be written')
  return { text: text.text, segments: countSegments(text.text), mail }
}

function sampleAppointment({ company, services, staff }: House, now: Temporal.Instant): AppointmentFacts {
  const [service] = services
  const [person] = staff
  const date = now.toZonedDateTimeISO(company.zone).toPlainDate().add({ days: 1 })
  const at = date.toZonedDateTime({
    timeZone: company.zone,
    plainTime: new Temporal.PlainTime(SAMPLE_HOUR, SAMPLE_MINUTE),
  })
  return {
    id: '00000000-0000-7000-8000-000000000000',
    version: 1,
    state: 'confirmed',
    startsAt: at.toInstant(),
    endsAt: at.add({ minutes: service?.durationMinutes ?? 30 }).toInstant(),
    zone: company.zone,
    branchId: person?.branchId ?? company.branches[0]?.id ?? '',
    serviceIds: service === undefined ? [] : [service.id],
    staffIds: person === undefined ? [] : [person.id],
    attendeeName: 'Erika Beispiel',
    code: '123456',
    priceMinor: service?.priceMinor ?? null,
    currency: company.currency,
  }
}
