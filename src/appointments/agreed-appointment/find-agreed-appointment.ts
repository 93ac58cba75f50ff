import type { Service } from '../../catalog/service.ts'
import type { WhenContext } from '../../speech/when.ts'
import type { AgreedAppointment, CallToRead, Doubt } from './agreed-appointment.ts'
import { exchangesOf } from './exchanges.ts'
import { hearWhat } from './hear-what.ts'
import { hearWho } from './hear-who.ts'
import { namesHour } from './names-hour.ts'
import { type Agreement, continueTalk, silentTalk, type Talk } from './talk.ts'

/**
 * Reads in the transcript of a call what appointment its caller agreed to last, if it was not booked in the call; see
 * docs/dropped-calls.md. Pure: no model, no clock, no look-up. Never throws, whatever was said.
 */
export function findAgreedAppointment(call: CallToRead): AgreedAppointment {
  if (!namesHour(call.turns)) return { kind: 'none', why: 'nothing_offered' }
  const now = call.startedAt.toZonedDateTimeISO(call.zone)
  const context: WhenContext = { now, language: call.language, ...(call.isOpen && { isOpen: call.isOpen }) }
  const exchanges = exchangesOf(call.turns)
  let talk = silentTalk
  for (const [index, exchange] of exchanges.entries()) talk = continueTalk(talk, exchange, index, context)
  const { agreement } = talk
  if (agreement === undefined) return { kind: 'none', why: talk.why }
  const what = hearWhat(exchanges, agreement, call)
  const who = hearWho(exchanges, agreement, call)
  const [service, ...further] = what.services
  const agreed = {
    kind: 'agreed',
    at: agreement.proposal.at,
    further: further.map(({ id }) => id),
    staff: who.staffId,
    attendeeName: who.attendeeName,
  } as const
  const isPast = Temporal.PlainDateTime.compare(agreed.at, now.toPlainDateTime()) <= 0
  const doubt = isPast ? 'past' : (doubtOf(talk, agreement, service) ?? what.doubt ?? who.doubt)
  if (doubt !== undefined || service === undefined)
    return { ...agreed, confidence: 'low', service: service?.id ?? null, why: doubt ?? 'service_unclear' }
  return { ...agreed, confidence: 'high', service: service.id, why: agreement.how }
}

/** The first reason to have a person look at it. */
function doubtOf(talk: Talk, { proposal }: Agreement, service: Service | undefined): Doubt | undefined {
  if (talk.isMove) return 'move'
  if (talk.isSeveral) return 'several'
  if (!proposal.isOffered) return 'not_offered'
  if (proposal.isMisread) return 'misread'
  return service === undefined ? 'service_unclear' : undefined
}
