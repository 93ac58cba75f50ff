import type { Appointment } from '../../appointments/appointment.ts'
import type { BookOutcome } from '../../appointments/outcomes.ts'
import { sayNumber } from '../../speech/say-when.ts'
import type { Answer } from '../reply.ts'
import { askOtherDay, sayFree } from './check-availability.ts'
import { appointmentFields, offerFields } from './opening-data.ts'
import { sayQuestion } from './question.ts'
import { askToBook, sayAlternatives, sayVisit } from './say-offer.ts'
import { inLanguage, sentence, sentences, type Speaking } from './speaking.ts'

/** Whether this caller shows a number, to be known again by; one who does not is told the code of the appointment. */
export type Booking = Speaking & { readonly callerHasNumber: boolean }

/** The answer to an attempt to book. */
export function answerBooking(speaking: Booking, outcome: BookOutcome): Answer<'book_appointment'> {
  switch (outcome.kind) {
    case 'booked':
    case 'already_booked':
    case 'pending_approval':
    case 'unconfirmed':
      return {
        status: outcome.kind,
        say: sentences(sayMade(speaking, outcome.kind, outcome.appointment), sayCode(speaking, outcome.appointment)),
        data: appointmentFields(speaking, outcome.appointment),
      }
    case 'conflict':
      // Only the time is told: it is the one the caller just named.
      return { status: outcome.kind, say: sayConflict(speaking) }
    case 'needs_confirmation':
      return answerUnconfirmed(speaking, outcome)
    case 'needs_name':
      return {
        status: outcome.kind,
        say: inLanguage(speaking, {
          de: 'Auf welchen Namen darf ich den Termin buchen?',
          en: 'Under which name may I book the appointment?',
        }),
        data: offerFields(speaking, outcome.offer),
      }
    case 'staff_unknown':
      return sayQuestion(speaking, outcome)
    case 'not_offered':
      return answerNotOffered(speaking, outcome)
    case 'taken':
    case 'policy':
      return {
        status: outcome.kind,
        say: sentences(
          outcome.kind === 'taken' ? sayTaken(speaking) : sayRule(speaking, outcome.rule),
          sayAlternatives(speaking, outcome.alternatives) || askOtherDay(speaking),
        ),
        data: { alternatives: outcome.alternatives.map((offer) => offerFields(speaking, offer)) },
      }
    case 'limit':
      return { status: outcome.kind, say: sayLimit(speaking, outcome.maxOpenAppointments) }
  }
}

type Made = Extract<BookOutcome['kind'], 'booked' | 'already_booked' | 'pending_approval' | 'unconfirmed'>

function sayMade(speaking: Speaking, kind: Made, appointment: Appointment): string {
  const visit = sayVisit(speaking, appointment)
  switch (kind) {
    case 'booked':
      return inLanguage(speaking, {
        de: `${sentence(`Ihr Termin ist gebucht: ${visit}`)} Wir freuen uns auf Sie.`,
        en: `${sentence(`Your appointment is booked: ${visit}`)} We look forward to seeing you.`,
      })
    case 'already_booked':
      return inLanguage(speaking, {
        de: sentence(`Dieser Termin ist schon für Sie gebucht: ${visit}`),
        en: sentence(`This appointment is already booked for you: ${visit}`),
      })
    case 'pending_approval':
      return inLanguage(speaking, {
        de: `${sentence(`Ihr Terminwunsch ist aufgenommen: ${visit}`)} Er muss noch bestätigt werden, wir melden uns bei Ihnen.`,
        en: `${sentence(`Your request is noted: ${visit}`)} It still has to be approved, and we will get back to you.`,
      })
    case 'unconfirmed':
      return inLanguage(speaking, {
        de: `${sentence(`Ihr Terminwunsch ist vorgemerkt, aber noch nicht bestätigt: ${visit}`)} Wir geben Ihnen Bescheid.`,
        en: `${sentence(`Your request is noted but not confirmed yet: ${visit}`)} We will let you know.`,
      })
  }
}

function sayCode(speaking: Booking, appointment: Appointment): string {
  if (speaking.callerHasNumber) return ''
  const code = Array.from(appointment.code, (digit) => sayNumber(Number(digit), speaking.language)).join(', ')
  return inLanguage(speaking, { de: `Ihre Terminnummer lautet: ${code}.`, en: `Your booking code is: ${code}.` })
}

function sayConflict(speaking: Speaking): string {
  return inLanguage(speaking, {
    de: 'Um diese Zeit haben Sie schon einen anderen Termin bei uns. Welche andere Zeit würde Ihnen passen?',
    en: 'You already have another appointment with us at that time. Which other time would suit you?',
  })
}

function answerUnconfirmed(
  speaking: Speaking,
  outcome: Extract<BookOutcome, { kind: 'needs_confirmation' }>,
): Answer<'book_appointment'> {
  const say = sayUnconfirmed(speaking, outcome)
  // A time that was turned down is off the table: the next yes will be to another one.
  if (outcome.why === 'declined') return { status: outcome.kind, say }
  return { status: outcome.kind, say, data: offerFields(speaking, outcome.offer) }
}

function sayUnconfirmed(speaking: Speaking, outcome: Extract<BookOutcome, { kind: 'needs_confirmation' }>): string {
  const visit = sayVisit(speaking, outcome.offer, { price: true })
  switch (outcome.why) {
    case 'not_asked':
      return sentences(
        sentence(inLanguage(speaking, { de: `Ich habe hier: ${visit}`, en: `I have: ${visit}` })),
        askToBook(speaking, outcome.offer),
      )
    case 'unclear':
      return inLanguage(speaking, {
        de: `${sentence(`Nur zur Sicherheit: ${visit}`)} Soll ich das buchen, ja oder nein?`,
        en: `${sentence(`Just to be sure: ${visit}`)} Shall I book it, yes or no?`,
      })
    case 'declined':
      return inLanguage(speaking, {
        de: 'In Ordnung, ich buche das nicht. Welche andere Zeit würde Ihnen passen?',
        en: 'All right, I will not book that. Which other time would suit you?',
      })
    case 'changed':
      return inLanguage(speaking, {
        de: `${sentence(`Ich habe noch nichts gebucht. Zur Wahl steht: ${visit}`)} Soll ich das buchen, oder nennen Sie mir eine andere Zeit?`,
        en: `${sentence(`I have not booked anything yet. On offer is: ${visit}`)} Shall I book it, or would you tell me another time?`,
      })
    case 'cancelled_since':
      return inLanguage(speaking, {
        de: `${sentence(`Dieser Termin wurde inzwischen abgesagt: ${visit}`)} Soll ich ihn neu buchen?`,
        en: `${sentence(`This appointment has been cancelled since: ${visit}`)} Shall I book it again?`,
      })
  }
}

function answerNotOffered(
  speaking: Speaking,
  outcome: Extract<BookOutcome, { kind: 'not_offered' }>,
): Answer<'book_appointment'> {
  const alternatives = outcome.alternatives.map((offer) => offerFields(speaking, offer))
  if (outcome.offer !== null) {
    const data = { ...offerFields(speaking, outcome.offer), alternatives }
    return { status: outcome.kind, say: sayFree(speaking, outcome.offer), data }
  }
  const say = sayAlternatives(speaking, outcome.alternatives)
  if (say === '') return { status: outcome.kind, say: askTime(speaking) }
  return { status: outcome.kind, say: sentences(sayNotFree(speaking), say), data: { alternatives } }
}

function askTime(speaking: Speaking): string {
  return inLanguage(speaking, {
    de: 'Für welchen Tag und welche Uhrzeit darf ich nachsehen?',
    en: 'Which day and time shall I look up?',
  })
}

function sayNotFree(speaking: Speaking): string {
  return inLanguage(speaking, { de: 'Diese Zeit ist nicht frei.', en: 'That time is not free.' })
}

function sayTaken(speaking: Speaking): string {
  return inLanguage(speaking, {
    de: 'Diese Zeit ist leider gerade vergeben worden.',
    en: 'I am afraid that time has just been taken.',
  })
}

function sayRule(speaking: Speaking, rule: Extract<BookOutcome, { kind: 'policy' }>['rule']): string {
  switch (rule) {
    case 'notice':
      return inLanguage(speaking, {
        de: 'So kurzfristig kann ich diesen Termin nicht mehr buchen.',
        en: 'It is too late now to book that time.',
      })
    case 'horizon':
      return inLanguage(speaking, {
        de: 'So weit im Voraus kann ich noch nicht buchen.',
        en: 'I cannot book that far ahead yet.',
      })
    case 'closed':
      return inLanguage(speaking, { de: 'Dann haben wir geschlossen.', en: 'We are closed then.' })
    case 'staff_away':
      return inLanguage(speaking, {
        de: 'Da ist Ihre Wunschperson leider nicht im Haus.',
        en: 'I am afraid the person you asked for is not in then.',
      })
  }
}

function sayLimit(speaking: Speaking, most: number): string {
  const number = sayNumber(most, speaking.language)
  const count = inLanguage(
    speaking,
    most === 1
      ? { de: 'einen offenen Termin', en: 'one open appointment' }
      : { de: `${number} offene Termine`, en: `${number} open appointments` },
  )
  return inLanguage(speaking, {
    de: `Mehr als ${count} kann ich telefonisch nicht vergeben. Soll Sie jemand aus unserem Team zurückrufen?`,
    en: `I cannot give more than ${count} by phone. Shall somebody from our team call you back?`,
  })
}
