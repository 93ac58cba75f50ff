import type { Appointment } from '../../appointments/appointment.ts'
import type { MoveOutcome } from '../../appointments/change-outcomes.ts'
import type { Offer } from '../../appointments/offer.ts'
import type { Answer } from '../reply.ts'
import { sayNone, sayUnderWay } from './cancel-appointment.ts'
import { askOtherDay } from './check-availability.ts'
import { askWhoseItIs } from './get-customer-appointments.ts'
import { appointmentFields, offerFields } from './opening-data.ts'
import { type Question, sayQuestion } from './question.ts'
import { sayAlternatives, sayStart, sayVisit } from './say-offer.ts'
import { ASKS_CALLBACK, offerCallback, sayRefusal } from './say-refusal.ts'
import { answerWhich } from './say-which.ts'
import { inLanguage, sentence, sentences, type Speaking } from './speaking.ts'

type Moving = Answer<'reschedule_appointment'>
/** What has to be asked about the new time before anything can be looked for. */
export type WhenQuestion = Extract<Question, { kind: 'which_date' | 'contradiction' }>

/** The answer to an attempt to move. `unread` is what was said about the new time when it could not be understood. */
export function answerMoving(speaking: Speaking, outcome: MoveOutcome, unread: WhenQuestion | null): Moving {
  switch (outcome.kind) {
    case 'moved':
    case 'already_there':
      return {
        status: 'moved',
        say: sayMoved(speaking, outcome.kind, outcome.appointment),
        data: appointmentFields(speaking, outcome.appointment),
      }
    case 'needs_confirmation':
      return answerNotAgreed(speaking, outcome)
    case 'needs_time':
      return answerNoTime(speaking, outcome, unread)
    case 'taken':
    case 'new_time_policy':
      return answerNotFree(speaking, outcome)
    case 'policy':
      return {
        status: outcome.kind,
        say: sayRefusal(speaking, 'move', outcome),
        data: appointmentFields(speaking, outcome.appointment),
      }
    case 'unconfirmed':
      return {
        status: outcome.kind,
        say: sayUnsure(speaking, outcome),
        data: {
          ...appointmentFields(speaking, outcome.appointment),
          question: outcome.why === 'no_answer' ? '' : ASKS_CALLBACK,
        },
      }
    case 'which':
      return {
        status: outcome.kind,
        ...answerWhich(speaking, outcome, {
          one: { de: 'Möchten Sie diesen verlegen?', en: 'Would you like to move this one?' },
          several: { de: 'Welchen Termin möchten Sie verlegen?', en: 'Which appointment would you like to move?' },
        }),
      }
    case 'none':
      return { status: 'which', say: sayNothingToMove(speaking, outcome.cancelled) }
    case 'verify':
      return { status: outcome.kind, say: askWhoseItIs(speaking) }
  }
}

function sayMoved(speaking: Speaking, kind: 'moved' | 'already_there', appointment: Appointment): string {
  const visit = sayVisit(speaking, appointment)
  if (appointment.state === 'pending_approval') {
    return inLanguage(speaking, {
      de: `${sentence(`Ihr Terminwunsch ist geändert: ${visit}`)} Er muss noch bestätigt werden, wir melden uns bei Ihnen.`,
      en: `${sentence(`Your request is changed: ${visit}`)} It still has to be approved, and we will get back to you.`,
    })
  }
  if (kind === 'already_there') {
    return sentence(
      inLanguage(speaking, {
        de: `Ihr Termin liegt schon auf dieser Zeit: ${visit}`,
        en: `Your appointment is at that time already: ${visit}`,
      }),
    )
  }
  return inLanguage(speaking, {
    de: `${sentence(`Ihr Termin ist verlegt: ${visit}`)} Wir freuen uns auf Sie.`,
    en: `${sentence(`Your appointment is moved: ${visit}`)} We look forward to seeing you.`,
  })
}

function answerNotAgreed(
  speaking: Speaking,
  { appointment, offer, why }: Extract<MoveOutcome, { kind: 'needs_confirmation' }>,
): Moving {
  const { appointment_id, code } = appointmentFields(speaking, appointment)
  if (why === 'declined') {
    const say = inLanguage(speaking, {
      de: 'In Ordnung, Ihr Termin bleibt, wie er ist. Welche andere Zeit würde Ihnen passen?',
      en: 'All right, your appointment stays as it is. Which other time would suit you?',
    })
    // A time that was turned down is off the table: the next yes will be to another one.
    return { status: 'needs_confirmation', say, data: { appointment_id, code } }
  }
  const data = { ...offerFields(speaking, offer), appointment_id, code }
  return { status: 'needs_confirmation', say: askToMove(speaking, appointment, offer, why), data }
}

function askToMove(
  speaking: Speaking,
  appointment: Appointment,
  offer: Offer,
  why: 'not_asked' | 'unclear' | 'changed',
): string {
  const visit = sayVisit(speaking, offer)
  switch (why) {
    case 'not_asked': {
      const before = sayStart(speaking, appointment)
      return inLanguage(speaking, {
        de: `${sentence(`Ihr Termin ist bisher ${before}`)} ${sentence(`Frei wäre ${visit}`)} Soll ich Ihren Termin dorthin verlegen?`,
        en: `${sentence(`Your appointment is ${before} so far`)} ${sentence(`There is ${visit}`)} Shall I move your appointment there?`,
      })
    }
    case 'unclear':
      return inLanguage(speaking, {
        de: `${sentence(`Nur zur Sicherheit: ${visit}`)} Soll ich Ihren Termin dorthin verlegen, ja oder nein?`,
        en: `${sentence(`Just to be sure: ${visit}`)} Shall I move your appointment there, yes or no?`,
      })
    case 'changed':
      return inLanguage(speaking, {
        de: `${sentence(`Ich habe noch nichts verlegt. Zur Wahl steht: ${visit}`)} Soll ich Ihren Termin dorthin verlegen, oder nennen Sie mir eine andere Zeit?`,
        en: `${sentence(`I have not moved anything yet. On offer is: ${visit}`)} Shall I move your appointment there, or would you tell me another time?`,
      })
  }
}

function answerNoTime(
  speaking: Speaking,
  { appointment, alternatives }: Extract<MoveOutcome, { kind: 'needs_time' }>,
  unread: WhenQuestion | null,
): Moving {
  const { appointment_id, code } = appointmentFields(speaking, appointment)
  if (unread !== null && !(unread.kind === 'which_date' && unread.why === 'missing')) {
    const { say, data } = sayQuestion(speaking, unread)
    const candidates = data?.candidates ?? []
    return { status: 'needs_confirmation', say, data: { appointment_id, code, question: unread.kind, candidates } }
  }
  const say =
    sayAlternatives(speaking, alternatives) ||
    inLanguage(speaking, {
      de: 'Auf welchen Tag und welche Uhrzeit möchten Sie den Termin verlegen?',
      en: 'To which day and time would you like to move the appointment?',
    })
  const offers = alternatives.map((offer) => offerFields(speaking, offer))
  const question = alternatives.length === 0 ? 'which_date' : ''
  return { status: 'needs_confirmation', say, data: { appointment_id, code, question, alternatives: offers } }
}

type NotFree = Extract<MoveOutcome, { kind: 'taken' | 'new_time_policy' }>

function answerNotFree(speaking: Speaking, outcome: NotFree): Moving {
  const { appointment_id, code } = appointmentFields(speaking, outcome.appointment)
  return {
    status: outcome.kind === 'taken' ? 'taken' : 'policy',
    say: sentences(
      sayWhyNotFree(speaking, outcome),
      sayAlternatives(speaking, outcome.alternatives) || askOtherDay(speaking),
    ),
    data: { appointment_id, code, alternatives: outcome.alternatives.map((offer) => offerFields(speaking, offer)) },
  }
}

function sayWhyNotFree(speaking: Speaking, outcome: NotFree): string {
  if (outcome.kind === 'taken') {
    return outcome.by === 'own'
      ? inLanguage(speaking, {
          de: 'Um diese Zeit haben Sie schon einen anderen Termin bei uns.',
          en: 'You already have another appointment with us at that time.',
        })
      : inLanguage(speaking, { de: 'Diese Zeit ist leider nicht frei.', en: 'I am afraid that time is not free.' })
  }
  switch (outcome.rule) {
    case 'past':
      return inLanguage(speaking, { de: 'Diese Zeit ist schon vorbei.', en: 'That time has already passed.' })
    case 'notice':
      return inLanguage(speaking, {
        de: 'So kurzfristig kann ich diese Zeit nicht mehr vergeben.',
        en: 'It is too late now to give you that time.',
      })
    case 'horizon':
      return inLanguage(speaking, {
        de: 'So weit im Voraus nehmen wir noch keine Termine an.',
        en: 'We do not take appointments that far ahead yet.',
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

function sayUnsure(speaking: Speaking, outcome: Extract<MoveOutcome, { kind: 'unconfirmed' }>): string {
  const { appointment, to, why } = outcome
  const visit = sayVisit(speaking, appointment)
  switch (why) {
    case 'under_way':
      return sentences(sayUnderWay(speaking, visit), offerCallback(speaking))
    case 'no_answer': {
      const wanted = sayVisit(speaking, to ?? appointment)
      return inLanguage(speaking, {
        de: `${sentence(`Ihr Wunsch ist vorgemerkt, aber noch nicht bestätigt: ${wanted}`)} Bis dahin gilt Ihr bisheriger Termin. Wir geben Ihnen Bescheid.`,
        en: `${sentence(`Your request is noted but not confirmed yet: ${wanted}`)} Until then your present appointment stands. We will let you know.`,
      })
    }
    case 'unavailable':
      return inLanguage(speaking, {
        de: `${sentence(`Ich kann Ihren Termin im Moment leider nicht verlegen, er bleibt vorerst, wie er ist: ${visit}`)} ${offerCallback(speaking)}`,
        en: `${sentence(`I am afraid I cannot move your appointment at the moment, it stays as it is for now: ${visit}`)} ${offerCallback(speaking)}`,
      })
  }
}

function sayNothingToMove(speaking: Speaking, cancelled: Appointment | null): string {
  if (cancelled === null) return sayNone(speaking)
  const visit = sayVisit(speaking, cancelled)
  return inLanguage(speaking, {
    de: `${sentence(`Dieser Termin ist schon abgesagt: ${visit}`)} Möchten Sie einen neuen buchen?`,
    en: `${sentence(`This appointment has been cancelled: ${visit}`)} Would you like to book a new one?`,
  })
}
