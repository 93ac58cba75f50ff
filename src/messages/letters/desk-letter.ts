import type { House } from '../../openings/house.ts'
import type { Language } from '../../speech/language.ts'
import type { DeskKind, Message } from '../message.ts'
import type { Letter } from './letter.ts'
import { tameLine } from './tame.ts'
import { writeDate, writeTime } from './write-when.ts'

/** A task of the front desk, as a notice tells of it: no name and no number, as it leaves the house. */
export type TaskFacts = { readonly id: string; readonly kind: string; readonly dueAt: Temporal.Instant }

const TASKS: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  de: {
    callback: 'Rückruf gewünscht',
    waiting: 'Jemand wartet auf einen freien Termin',
    unconfirmed_booking: 'Buchung ungeklärt: Kunde wartet auf Bescheid',
    unconfirmed_change: 'Änderung ungeklärt: Kunde wartet auf Bescheid',
    untold_booking: 'Nach abgebrochenem Anruf gebucht: Kunde weiß es noch nicht',
    calendar_conflict: 'Zwei Termine zur selben Zeit',
    text_reply: 'SMS-Antwort, die jemand lesen muss',
  },
  en: {
    callback: 'Callback wanted',
    waiting: 'Somebody waits for a free appointment',
    unconfirmed_booking: 'Booking not settled: the customer waits for word',
    unconfirmed_change: 'Change not settled: the customer waits for word',
    untold_booking: 'Booked after a call broke off: the customer does not know yet',
    calendar_conflict: 'Two appointments at the same time',
    text_reply: 'A text reply somebody has to read',
  },
}

const HEADINGS: Readonly<Record<Language, Readonly<Record<DeskKind, string>>>> = {
  de: { desk_task: 'Neue Aufgabe', desk_overdue: 'Überfällig', desk_resolved: 'Erledigt' },
  en: { desk_task: 'New task', desk_overdue: 'Overdue', desk_resolved: 'Done' },
}

/** A notice to the front desk about a task, for whichever way it goes. */
export function writeDeskLetter(
  message: Pick<Message, 'channel' | 'recipient' | 'language'> & { readonly kind: DeskKind },
  house: House,
  task: TaskFacts,
  now: Temporal.Instant,
): Letter {
  const { channel, recipient, language, kind } = message
  const { company } = house
  const heading = HEADINGS[language][kind]
  const what = TASKS[language][task.kind] ?? task.kind.replaceAll('_', ' ')
  const line = `${tameLine(company.name)}: ${heading}: ${what} (${due(task, house, language, now)})`
  switch (channel) {
    case 'slack':
      return { channel, text: line }
    case 'pagerduty': {
      const action = kind === 'desk_resolved' ? 'resolve' : 'trigger'
      return { channel, action, dedupKey: `ringbook task ${task.id}`, summary: line, source: company.slug }
    }
    case 'sms':
      return { channel, to: recipient, text: line }
    case 'email':
      return {
        channel,
        to: recipient,
        fromName: 'Ringbook',
        replyTo: null,
        subject: `${heading}: ${what}`,
        text: line,
        invitation: null,
      }
  }
}

function due(task: TaskFacts, { company }: House, language: Language, now: Temporal.Instant): string {
  const at = task.dueAt.toZonedDateTimeISO(company.zone)
  const today = now.toZonedDateTimeISO(company.zone).toPlainDate()
  const when = `${writeDate(at.toPlainDate(), language, today)}, ${writeTime(at.toPlainTime(), language)}`
  return language === 'de' ? `fällig ${when}` : `due ${when}`
}
