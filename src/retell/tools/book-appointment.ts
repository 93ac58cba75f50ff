import { bookAppointment as book } from '../../appointments/book.ts'
import { readOffers } from '../../appointments/offers.ts'
import { type CountryCode, readPhoneNumber } from '../../speech/phone.ts'
import { answerBooking } from '../answers/book-appointment.ts'
import { answerAvailability } from '../answers/check-availability.ts'
import type { Arguments } from '../arguments.ts'
import { heardTurns } from '../heard-turns.ts'
import type { Answer } from '../reply.ts'
import { checkWish, readWhen } from './check-availability.ts'
import { effectKey } from './effect-key.ts'
import { defineTool, type ToolVisit } from './tool.ts'
import { isQuestion, readVisitWish } from './visit-wish.ts'

type BookArguments = Arguments<'book_appointment'>

/** By the others something is asked, or refused with what else there is. */
export const bindingStatuses = new Set(['booked', 'already_booked', 'pending_approval', 'unconfirmed'] as const)

export const bookAppointment = defineTool({
  name: 'book_appointment',
  deadlineMs: 9_000,
  description: 'Books an offered time once the caller has agreed to it. With confirm false it only checks.',
  isPure: false,
  binding: bindingStatuses,
  run: checkOrBook,
})

/** With `confirm` false a time is only checked; else it is booked, as far as the caller has agreed to it. */
export async function checkOrBook(visit: ToolVisit, args: BookArguments): Promise<Answer<'book_appointment'>> {
  return args.confirm === false ? await onlyCheck(visit, args) : await bookWish(visit, args)
}

async function bookWish(visit: ToolVisit, args: BookArguments): Promise<Answer<'book_appointment'>> {
  const { house, call, customer, toolCall, deps, signal } = visit
  const wish = readVisitWish(visit, args)
  // What was not said or cannot be told is left open: the offers of the call say what was meant.
  const isOpen = isQuestion(wish.service) || (args.service === undefined && house.services.length > 1)
  const command = {
    house,
    call,
    customer,
    offerId: args.offer_id?.toLowerCase() ?? null,
    at: readStart(visit, args),
    service: isOpen || isQuestion(wish.service) ? null : wish.service,
    further: isOpen ? [] : wish.further,
    branch: isQuestion(wish.branch) ? null : wish.branch,
    staffId: isQuestion(wish.staffId) ? null : wish.staffId,
    ...(isQuestion(wish.staffId) && { staffInQuestion: wish.staffId.staffIds }),
    attendeeName: args.name ?? null,
    phone: readPhoneNumber(args.phone ?? '', house.company.country as CountryCode) ?? null,
    email: readEmail(args.email),
    confirm: args.confirm ?? null,
    heard: heardTurns(toolCall.transcript),
    effectKey: effectKey(visit, 'book_appointment', args),
    tool: 'book_appointment',
  }
  const speaking = { ...visit.speaking, callerHasNumber: call.callerNumber !== null }
  return answerBooking(speaking, await book(deps, command, signal))
}

/** The start meant. A time of day alone, or one that has passed, still tells an offer from others. */
function readStart(visit: ToolVisit, args: BookArguments): Temporal.PlainDateTime | null {
  const when = readWhen(visit, args, null)
  if (when.kind === 'point') return when.at
  const isMeant = when.kind === 'question' && (when.reason === 'missing' || when.reason === 'past')
  return isMeant ? (when.candidates[0] ?? null) : null
}

/** Nothing is booked: an offer is read out again, a time is looked up. */
async function onlyCheck(visit: ToolVisit, args: BookArguments): Promise<Answer<'book_appointment'>> {
  const offerId = args.offer_id?.toLowerCase()
  if (offerId !== undefined) {
    const companyId = visit.house.company.id
    const offers = await visit.deps.database.inCompany(companyId, (tx) => readOffers(tx, companyId, visit.call.id))
    const offer = offers.find((one) => one.id === offerId)
    const speaking = { ...visit.speaking, callerHasNumber: visit.call.callerNumber !== null }
    if (offer?.movesAppointmentId === null)
      return answerBooking(speaking, { kind: 'needs_confirmation', offer, why: 'not_asked' })
  }
  return answerAvailability(visit.speaking, await checkWish(visit, args))
}

const LONGEST_EMAIL = 254

/** An address that could be one; anything else is no address. */
function readEmail(said: string | undefined): string | null {
  const written = said?.replaceAll(' ', '').toLowerCase() ?? ''
  return written.length <= LONGEST_EMAIL && /^[^\s@<>"]+@[^\s@<>"]+\.[a-z]{2,}$/.test(written) ? written : null
}
