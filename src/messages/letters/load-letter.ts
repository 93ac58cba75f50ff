import type { Transaction } from 'kysely'

import { rulesForVisit } from '../../companies/visit-rules.ts'
import type { Sealing } from '../../companies/workspaces.ts'
import type { Database } from '../../infra/db/tables.ts'
import type { House } from '../../openings/house.ts'
import type { Language } from '../../speech/language.ts'
import { isCustomerKind, type CustomerKind, type DeskKind, type Message } from '../message.ts'
import type { MessageSettings } from '../settings.ts'
import { type AppointmentFacts, readAppointmentFacts } from './appointment-facts.ts'
import { writeDeskLetter } from './desk-letter.ts'
import type { Letter } from './letter.ts'
import { sayAppointment, sayHouse } from './say-appointment.ts'
import type { Values } from './template.ts'
import { loadTemplate } from './templates.ts'
import { type CustomerLetter, writeMail, writeText } from './write-letter.ts'
import { writeDate, writeTime } from './write-when.ts'

export type LetterDeps = {
  sealing: Sealing
  /** Where people reach this Ringbook; null when that is not known, and then no link can be sent. */
  publicUrl: string | null
}

/** What a message is written with. */
export type Writing = {
  readonly house: House
  readonly settings: MessageSettings
  /** Whether somebody who answers a text is heard. */
  readonly hearsReplies: boolean
  readonly now: Temporal.Instant
}

/** A message as it goes out; or why it does not. */
export type LoadedLetter =
  | { kind: 'letter'; letter: Letter }
  /** What it tells of is no more. */
  | { kind: 'outdated' }
  /** It cannot be told yet: something has to be set up. */
  | { kind: 'unready'; why: string }
  /** Nobody has words for it. */
  | { kind: 'unwritable'; why: string }

/** Writes a message of what is true now. */
export async function loadLetter(
  tx: Transaction<Database>,
  deps: LetterDeps,
  message: Message,
  writing: Writing,
): Promise<LoadedLetter> {
  const { kind } = message
  if (!isCustomerKind(kind)) return await loadDeskLetter(tx, { ...message, kind }, writing)
  const about = await valuesOf(tx, deps, { ...message, kind }, writing)
  if (about.kind !== 'values') return about
  const { house, settings, now } = writing
  const letter: CustomerLetter = {
    kind,
    message,
    house,
    template: await loadTemplate(tx, message.companyId, kind, message.language),
    values: about.values,
    appointment: about.appointment,
    replyTo: settings.deskEmail,
    now,
  }
  return { kind: 'letter', letter: message.channel === 'sms' ? writeText(letter) : writeMail(letter) }
}

type About =
  | { kind: 'values'; values: Values; appointment: AppointmentFacts | null }
  | Exclude<LoadedLetter, { kind: 'letter' }>

type CustomerMessage = Message & { readonly kind: CustomerKind }

async function valuesOf(
  tx: Transaction<Database>,
  deps: LetterDeps,
  message: CustomerMessage,
  writing: Writing,
): Promise<About> {
  const { companyId, appointmentId, language } = message
  const { house, now } = writing
  if (message.kind === 'booking_link') return await linkValues(tx, deps, message, writing)
  if (message.kind === 'callback_promised') return await callbackValues(tx, message, writing)
  const appointment = appointmentId === null ? undefined : await readAppointmentFacts(tx, companyId, appointmentId)
  if (appointment === undefined || isOutdated(message, appointment)) return { kind: 'outdated' }
  const values = {
    ...sayHouse(house, await readHousePhone(tx, companyId, appointment.branchId)),
    ...sayAppointment(house, appointment, language, now),
    answer: writing.hearsReplies ? ANSWERS[language][mayCancel(appointment, writing) ? 'any' : 'yes'] : '',
  }
  return { kind: 'values', values, appointment }
}

const ANSWERS: Readonly<Record<Language, Readonly<Record<'any' | 'yes', string>>>> = {
  de: { any: 'JA oder ABSAGEN', yes: 'JA' },
  en: { any: 'YES or CANCEL', yes: 'YES' },
}

/** Whether whoever is reminded may still cancel: nobody is asked for what would be refused. */
function mayCancel({ branchId, serviceIds }: AppointmentFacts, { house, settings }: Writing): boolean {
  const { cancellationNoticeMinutes } = rulesForVisit(house.company, branchId, serviceIds)
  return cancellationNoticeMinutes <= (settings.reminderHours ?? 0) * MINUTES_PER_HOUR
}

const MINUTES_PER_HOUR = 60

/** It tells of a time or a state the appointment has left since: whoever changed it has said so, or will. */
function isOutdated({ kind, aboutTime }: CustomerMessage, { state, startsAt }: AppointmentFacts): boolean {
  if (aboutTime !== null && !aboutTime.equals(startsAt)) return true
  switch (kind) {
    case 'cancelled':
      return state !== 'cancelled'
    case 'declined':
      return state !== 'rejected'
    case 'not_settled':
      return state !== 'failed'
    case 'reminder':
      return state !== 'confirmed'
    case 'pending_approval':
      return state !== 'pending_approval'
    case 'confirmation':
    case 'booked_after_call':
    case 'moved':
    case 'settled':
    case 'unchanged':
    case 'reply_refused':
      return !['confirmed', 'pending_approval', 'moving', 'cancelling'].includes(state)
    case 'booking_link':
    case 'callback_promised':
      return false
  }
}

async function linkValues(
  tx: Transaction<Database>,
  deps: LetterDeps,
  { id, companyId, bookingLinkId, sealedSecret, createdAt }: CustomerMessage,
  { house, now }: Writing,
): Promise<About> {
  if (deps.publicUrl === null) return { kind: 'unready', why: 'no_public_url' }
  if (bookingLinkId === null || sealedSecret === null) return { kind: 'outdated' }
  const link = await tx
    .selectFrom('booking_links')
    .select('expires_at')
    .where('company_id', '=', companyId)
    .where('id', '=', bookingLinkId)
    .executeTakeFirst()
  if (link === undefined || Temporal.Instant.compare(link.expires_at, now) <= 0) return { kind: 'outdated' }
  const token = deps.sealing.open(sealedSecret, `messages.sealed_secret:${id}`)
  const values = {
    ...sayHouse(house, await readHousePhone(tx, companyId, null)),
    link: `${deps.publicUrl}/book/${house.company.slug}/${token}`,
    hours: String(Math.round(createdAt.until(link.expires_at).total('hours'))),
  }
  return { kind: 'values', values, appointment: null }
}

async function callbackValues(
  tx: Transaction<Database>,
  { companyId, taskId, language }: CustomerMessage,
  { house, now }: Writing,
): Promise<About> {
  const task = taskId === null ? undefined : await readTask(tx, companyId, taskId)
  if (task === undefined || task.state === 'done' || task.state === 'dropped') return { kind: 'outdated' }
  const { zone } = house.company
  const due = task.due_at.toZonedDateTimeISO(zone)
  const day = writeDate(due.toPlainDate(), language, now.toZonedDateTimeISO(zone).toPlainDate())
  const time = writeTime(due.toPlainTime(), language)
  const wished = language === 'de' ? `spätestens ${day} um ${time}` : `by ${day}, ${time}`
  const values = { ...sayHouse(house, await readHousePhone(tx, companyId, null)), wished }
  return { kind: 'values', values, appointment: null }
}

async function loadDeskLetter(
  tx: Transaction<Database>,
  message: Message & { readonly kind: DeskKind },
  { house, now }: Writing,
): Promise<LoadedLetter> {
  if (!['desk_task', 'desk_overdue', 'desk_resolved'].includes(message.kind)) {
    return { kind: 'unwritable', why: 'no_template' }
  }
  const { companyId, taskId } = message
  const task = taskId === null ? undefined : await readTask(tx, companyId, taskId)
  if (task === undefined) return { kind: 'outdated' }
  const facts = { id: task.id, kind: task.kind, dueAt: task.due_at }
  return { kind: 'letter', letter: writeDeskLetter(message, house, facts, now) }
}

async function readTask(tx: Transaction<Database>, companyId: string, taskId: string) {
  return await tx
    .selectFrom('tasks')
    .select(['id', 'kind', 'state', 'due_at'])
    .where('company_id', '=', companyId)
    .where('id', '=', taskId)
    .executeTakeFirst()
}

/** The number to call a house at: the branch's own, else one of all branches, else any. */
export async function readHousePhone(
  tx: Transaction<Database>,
  companyId: string,
  branchId: string | null,
): Promise<string | null> {
  // the lines of a company (phone_numbers_company)
  const lines = await tx
    .selectFrom('phone_numbers')
    .select(['number', 'branch_id'])
    .where('company_id', '=', companyId)
    .where('kind', '=', 'line')
    .orderBy('number')
    .execute()
  const own = lines.find((line) => line.branch_id === branchId)
  return (own ?? lines.find((line) => line.branch_id === null) ?? lines[0])?.number ?? null
}
