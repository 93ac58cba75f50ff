import type { AgreedAppointment } from './agreed-appointment.ts'
import { findAgreedAppointment } from './find-agreed-appointment.ts'
import type { WrittenTranscript } from './transcripts.notation.ts'

/** How a transcript was read: `booked` is high confidence, right in date, time and service. */
export type Reading = {
  readonly transcript: WrittenTranscript
  readonly found: AgreedAppointment
  readonly isBooked: boolean
  readonly isRight: boolean
}

/** Figures over transcripts. */
export type Score = {
  readonly transcripts: number
  readonly agreed: number
  readonly booked: number
  /** Of those booked, how many were agreed with that date, time and service. */
  readonly precision: number
  /** Of those agreed, how many were booked. */
  readonly recall: number
  /** Date or time other than agreed, among the booked. */
  readonly wrongTimes: number
}

/** Reads a transcript and compares it with what it means. */
export function readTranscript(transcript: WrittenTranscript): Reading {
  const found = findAgreedAppointment(transcript.call)
  const isBooked = found.kind === 'agreed' && found.confidence === 'high'
  return { transcript, found, isBooked, isRight: isBooked && isAt(found, transcript) && isOf(found, transcript) }
}

/** The figures of some readings. */
export function scoreOf(readings: readonly Reading[]): Score {
  const agreed = readings.filter(({ transcript }) => isAgreed(transcript))
  const booked = readings.filter(({ isBooked }) => isBooked)
  const right = booked.filter(({ isRight }) => isRight)
  return {
    transcripts: readings.length,
    agreed: agreed.length,
    booked: booked.length,
    precision: right.length / booked.length,
    recall: right.length / agreed.length,
    wrongTimes: booked.filter(({ found, transcript }) => !isAt(found, transcript)).length,
  }
}

function isAgreed({ gold }: WrittenTranscript): boolean {
  return gold !== null && gold !== 'task'
}

function isAt(found: AgreedAppointment, { gold }: WrittenTranscript): boolean {
  return found.kind === 'agreed' && gold !== null && gold !== 'task' && found.at.toString() === gold.at
}

function isOf(found: AgreedAppointment, { gold, call }: WrittenTranscript): boolean {
  if (found.kind !== 'agreed' || gold === null || gold === 'task') return false
  const names = [found.service, ...found.further].map((id) => call.services.find((service) => service.id === id))
  const meant = names.map((service) => (call.language === 'en' ? service?.nameEn : service?.name))
  return meant.join('+') === gold.services.join('+')
}
