import type { WantedTime } from '../../appointments/check-availability.ts'
import { checkBatch } from '../../appointments/check-batch.ts'
import { CalendarUnavailableError } from '../../calendars/calendar.ts'
import type { Branch } from '../../companies/company.ts'
import { answerBatch, type AskedSlot } from '../answers/check-availability-batch.ts'
import type { Question } from '../answers/question.ts'
import type { Arguments } from '../arguments.ts'
import type { Answer } from '../reply.ts'
import { isSettled, isTime, settleTime, settleWish } from './settled-wish.ts'
import { defineTool, type ToolVisit } from './tool.ts'

/** More than a caller names in one breath; a model that sends more is trying whole weeks. */
const MOST_SLOTS = 10

export const checkAvailabilityBatch = defineTool({
  name: 'check_availability_batch',
  deadlineMs: 9_000,
  description: 'Which of up to ten times are free, all at once. The first that is free is kept for this call.',
  isPure: false,
  binding: 'never',
  run: answer,
})

async function answer(
  visit: ToolVisit,
  args: Arguments<'check_availability_batch'>,
): Promise<Answer<'check_availability_batch'>> {
  const { house, call, customer, speaking, deps, signal } = visit
  const wish = settleWish(visit, args)
  if (!isSettled(wish)) return answerBatch(speaking, wish)
  const said = args.slots ?? []
  const asked = readSlots(visit, said.slice(0, MOST_SLOTS), wish.branch)
  const slots = asked.filter(isTime)
  if (slots.length === 0) return answerBatch(speaking, asked.find((slot) => !isTime(slot)) ?? nothingSaid)
  const command = { house, call, customer, ...wish, slots }
  const isCut = said.length > MOST_SLOTS
  try {
    const outcome = await checkBatch(deps, command, signal)
    const checked = outcome.slots.values()
    const told = asked.map((slot) => (isTime(slot) ? toldOf(slot, checked.next().value) : { kind: 'unclear' as const }))
    return answerBatch(speaking, { ...outcome, kind: 'checked', slots: told, isCut })
  } catch (error) {
    if (!(error instanceof CalendarUnavailableError)) throw error
    const told = asked.map((slot): AskedSlot => (isTime(slot) ? toldOf(slot, undefined) : { kind: 'unclear' }))
    return answerBatch(speaking, { kind: 'unavailable', slots: told })
  }
}

const nothingSaid: Question = { kind: 'which_date', why: 'missing', candidates: [] }

/** An hour that comes without a day is one of the day before it: "Dienstag um zehn oder um elf". */
function readSlots(
  visit: ToolVisit,
  said: NonNullable<Arguments<'check_availability_batch'>['slots']>,
  branch: Branch,
): readonly (WantedTime | Question)[] {
  let day: string | undefined
  return said.map(({ date, time }) => {
    const alone = settleTime(visit, { date, time }, branch)
    const isDayless = alone.kind === 'which_date' && alone.why === 'missing'
    const slot = isDayless && day !== undefined ? settleTime(visit, { date: day, time: time ?? date }, branch) : alone
    if (isTime(slot)) day = (slot.kind === 'point' ? slot.at : slot.from).toPlainDate().toString()
    return slot
  })
}

function toldOf(slot: WantedTime, outcome: Exclude<AskedSlot, { kind: 'unclear' }>['outcome'] | undefined): AskedSlot {
  const at = slot.kind === 'point' ? slot.at : slot.from
  return { kind: slot.kind, at, outcome: outcome ?? { kind: 'unknown' } }
}
