import type { WhichOutcome } from '../../appointments/change-outcomes.ts'
import type { Language } from '../../speech/language.ts'
import { sayAppointments } from './get-customer-appointments.ts'
import { appointmentFields, type AppointmentFields } from './opening-data.ts'
import { inLanguage, sentences, type Speaking } from './speaking.ts'

type Which = Extract<WhichOutcome, { kind: 'which' }>

type Question = Readonly<Record<Language, string>>

/** The appointments that could be meant, and the question: about the one there is, or which of several. */
export function answerWhich(
  speaking: Speaking,
  which: Which,
  questions: { one: Question; several: Question },
): { say: string; data: { appointments: readonly AppointmentFields[] } } {
  const { appointments, total, isOtherDay } = which
  const notThen = inLanguage(speaking, {
    de: 'An diesem Tag finde ich keinen Termin für Sie.',
    en: 'I cannot find an appointment for you on that day.',
  })
  const ask = inLanguage(speaking, total === 1 ? questions.one : questions.several)
  return {
    say: sentences(isOtherDay ? notThen : '', sayAppointments(speaking, appointments, total), ask),
    data: { appointments: appointments.map((appointment) => appointmentFields(speaking, appointment)) },
  }
}
