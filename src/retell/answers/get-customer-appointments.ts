import type { Appointment } from '../../appointments/appointment.ts'
import type { ListOutcome } from '../../appointments/outcomes.ts'
import { sayNumber, sayOrdinal } from '../../speech/say-number.ts'
import type { Answer } from '../reply.ts'
import { appointmentFields } from './opening-data.ts'
import { sayVisit } from './say-offer.ts'
import { inLanguage, sentence, sentences, type Speaking } from './speaking.ts'

/** The answer to which appointments somebody has. */
export function answerAppointments(speaking: Speaking, outcome: ListOutcome): Answer<'get_customer_appointments'> {
  switch (outcome.kind) {
    case 'list':
      return {
        status: outcome.kind,
        say: sayAppointments(speaking, outcome.appointments, outcome.total),
        data: { appointments: outcome.appointments.map((appointment) => appointmentFields(speaking, appointment)) },
      }
    case 'none':
      return {
        status: outcome.kind,
        say: inLanguage(speaking, {
          de: 'Ich finde keinen kommenden Termin für Sie. Möchten Sie einen buchen?',
          en: 'I cannot find an upcoming appointment for you. Would you like to book one?',
        }),
      }
    case 'verify':
      return { status: outcome.kind, say: askWhoseItIs(speaking) }
  }
}

/** The same words whatever was wrong, and also when nothing was: nobody learns from them who is a customer. */
export function askWhoseItIs(speaking: Speaking): string {
  return inLanguage(speaking, {
    de: 'Damit ich nachsehen kann, nennen Sie mir bitte Ihren vollen Namen, den Tag des Termins und, falls zur Hand, die Terminnummer.',
    en: 'So that I can look it up, please tell me your full name, the day of the appointment and, if at hand, the booking code.',
  })
}

/** One appointment, or how many there are and the next ones. */
export function sayAppointments(speaking: Speaking, appointments: readonly Appointment[], total: number): string {
  const [first] = appointments
  if (total === 1 && first !== undefined) {
    const visit = sayAppointment(speaking, first)
    return sentence(inLanguage(speaking, { de: `Ihr Termin ist ${visit}`, en: `Your appointment is ${visit}` }))
  }
  const count = sayNumber(total, speaking.language)
  const all = appointments.length === total
  const lead = inLanguage(speaking, {
    de: all ? `Sie haben ${count} Termine.` : `Sie haben ${count} Termine, die nächsten sind diese.`,
    en: all ? `You have ${count} appointments.` : `You have ${count} appointments, the next ones are these.`,
  })
  const read = appointments.map((appointment, index) => {
    const ordinal = sayOrdinal(index + 1, speaking.language)
    const visit = sayAppointment(speaking, appointment)
    return sentence(inLanguage(speaking, { de: `Der ${ordinal}: ${visit}`, en: `The ${ordinal}: ${visit}` }))
  })
  return sentences(lead, ...read)
}

/** An appointment nobody has agreed to yet is not told as one that stands. */
function sayAppointment(speaking: Speaking, appointment: Appointment): string {
  const visit = sayVisit(speaking, appointment)
  if (appointment.state === 'confirmed' || appointment.state === 'moving') return visit
  return inLanguage(speaking, { de: `${visit}, noch nicht bestätigt`, en: `${visit}, not confirmed yet` })
}
