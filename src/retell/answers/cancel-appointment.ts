import type { Appointment } from '../../appointments/appointment.ts'
import type { CancelOutcome, NotAgreed, Unsure } from '../../appointments/change-outcomes.ts'
import type { Answer } from '../reply.ts'
import { askWhoseItIs } from './get-customer-appointments.ts'
import { appointmentFields } from './opening-data.ts'
import { sayVisit } from './say-offer.ts'
import { ASKS_CALLBACK, offerCallback, sayRefusal } from './say-refusal.ts'
import { answerWhich } from './say-which.ts'
import { inLanguage, sentence, sentences, type Speaking } from './speaking.ts'

/** The answer to an attempt to cancel. */
export function answerCancelling(speaking: Speaking, outcome: CancelOutcome): Answer<'cancel_appointment'> {
  switch (outcome.kind) {
    case 'cancelled':
    case 'already_cancelled':
      return {
        status: outcome.kind,
        say: sayCancelled(speaking, outcome.kind, outcome.appointment),
        data: appointmentFields(speaking, outcome.appointment),
      }
    case 'needs_confirmation':
      return answerNotAgreed(speaking, outcome.appointment, outcome.why)
    case 'which':
      return {
        status: outcome.kind,
        ...answerWhich(speaking, outcome, {
          // A yes to it is a yes to cancelling.
          one: { de: 'Soll ich diesen Termin absagen?', en: 'Shall I cancel this one?' },
          several: { de: 'Welchen Termin soll ich absagen?', en: 'Which appointment shall I cancel?' },
        }),
      }
    case 'verify':
      return { status: outcome.kind, say: askWhoseItIs(speaking) }
    case 'none':
      return { status: outcome.kind, say: sayNone(speaking) }
    case 'policy':
      return {
        status: outcome.kind,
        say: sayRefusal(speaking, 'cancel', outcome),
        data: appointmentFields(speaking, outcome.appointment),
      }
    case 'unconfirmed':
      return {
        status: outcome.kind,
        say: sayUnsure(speaking, outcome.appointment, outcome.why),
        data: {
          ...appointmentFields(speaking, outcome.appointment),
          question: outcome.why === 'under_way' ? ASKS_CALLBACK : '',
        },
      }
  }
}

/** There is nothing to change. */
export function sayNone(speaking: Speaking): string {
  return inLanguage(speaking, {
    de: 'Ich finde keinen kommenden Termin für Sie.',
    en: 'I cannot find an upcoming appointment for you.',
  })
}

function sayCancelled(speaking: Speaking, kind: 'cancelled' | 'already_cancelled', appointment: Appointment): string {
  const visit = sayVisit(speaking, appointment)
  return sentence(
    kind === 'cancelled'
      ? inLanguage(speaking, { de: `Ihr Termin ist abgesagt: ${visit}`, en: `Your appointment is cancelled: ${visit}` })
      : inLanguage(speaking, {
          de: `Dieser Termin ist schon abgesagt: ${visit}`,
          en: `This appointment has already been cancelled: ${visit}`,
        }),
  )
}

/** Asks about the one appointment that is meant; whoever keeps it is asked nothing more. */
function answerNotAgreed(speaking: Speaking, appointment: Appointment, why: NotAgreed): Answer<'cancel_appointment'> {
  if (why === 'declined') {
    const say = inLanguage(speaking, {
      de: 'In Ordnung, Ihr Termin bleibt bestehen.',
      en: 'All right, your appointment stands.',
    })
    return { status: 'which', say }
  }
  const data = appointmentFields(speaking, appointment)
  return { status: 'which', say: askToCancel(speaking, appointment, why), data: { ...data, appointments: [data] } }
}

function askToCancel(speaking: Speaking, appointment: Appointment, why: Exclude<NotAgreed, 'declined'>): string {
  const visit = sayVisit(speaking, appointment)
  switch (why) {
    case 'not_asked':
      return inLanguage(speaking, {
        de: `${sentence(`Ich habe hier: ${visit}`)} Soll ich diesen Termin absagen?`,
        en: `${sentence(`I have: ${visit}`)} Shall I cancel this appointment?`,
      })
    case 'unclear':
      return inLanguage(speaking, {
        de: `${sentence(`Nur zur Sicherheit: ${visit}`)} Soll ich diesen Termin absagen, ja oder nein?`,
        en: `${sentence(`Just to be sure: ${visit}`)} Shall I cancel this appointment, yes or no?`,
      })
    case 'changed':
      return inLanguage(speaking, {
        de: `${sentence(`Ich habe noch nichts abgesagt. Es geht um: ${visit}`)} Soll ich diesen Termin absagen?`,
        en: `${sentence(`I have not cancelled anything yet. This is about: ${visit}`)} Shall I cancel this appointment?`,
      })
  }
}

function sayUnsure(speaking: Speaking, appointment: Appointment, why: Unsure): string {
  const visit = sayVisit(speaking, appointment)
  switch (why) {
    case 'no_answer':
      return inLanguage(speaking, {
        de: `${sentence(`Ihre Absage ist vorgemerkt, aber noch nicht bestätigt: ${visit}`)} Wir geben Ihnen Bescheid.`,
        en: `${sentence(`Your cancellation is noted but not confirmed yet: ${visit}`)} We will let you know.`,
      })
    case 'under_way':
      return sentences(sayUnderWay(speaking, visit), offerCallback(speaking))
    case 'unavailable':
      return inLanguage(speaking, {
        de: `${sentence(`Ich kann Ihren Termin im Moment leider nicht absagen, er besteht noch: ${visit}`)} Jemand aus unserem Team meldet sich bei Ihnen.`,
        en: `${sentence(`I am afraid I cannot cancel your appointment at the moment, it still stands: ${visit}`)} Somebody from our team will get in touch with you.`,
      })
  }
}

/** Something else about it is not certain yet. */
export function sayUnderWay(speaking: Speaking, visit: string): string {
  return sentence(
    inLanguage(speaking, {
      de: `Dieser Termin ist noch nicht bestätigt, deshalb kann ich ihn gerade nicht ändern: ${visit}`,
      en: `This appointment is not confirmed yet, so I cannot change it just now: ${visit}`,
    }),
  )
}
