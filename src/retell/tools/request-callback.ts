import type { CallbackWish } from '../../appointments/callback-time.ts'
import { requestCallback as noteCallback } from '../../appointments/request-callback.ts'
import { isOpenAt } from '../../companies/opening-hours.ts'
import { type CountryCode, readPhoneNumber } from '../../speech/phone.ts'
import { readWhen } from '../../speech/when/understand.ts'
import { answerCallback } from '../answers/request-callback.ts'
import type { Arguments } from '../arguments.ts'
import { resolveBranch } from './branch-wish.ts'
import { defineTool, type ToolVisit } from './tool.ts'

type CallbackArguments = Arguments<'request_callback'>

export const requestCallback = defineTool({
  name: 'request_callback',
  deadlineMs: 2_000,
  description:
    'Notes that somebody from the team calls back: when the caller wishes, else within the next open hour. Also for whoever wants to be told when a time becomes free.',
  isPure: false,
  binding: 'always',
  run: async (visit, args) => {
    const { house, call, customer } = visit
    const found = resolveBranch(visit, undefined, null)
    const branch = found.kind === 'branch' ? found.branch : null
    const said = { date: [args.when, args.date].filter(Boolean).join(' '), time: args.time }
    const wish = readWish(visit, said)
    const phone = args.phone === undefined ? null : readPhoneNumber(args.phone, house.company.country as CountryCode)
    const outcome = await noteCallback(visit.deps, {
      house,
      call,
      customer,
      branch,
      kind: isWaiting(args) ? 'waiting' : 'callback',
      reason: args.reason ?? '',
      phone: phone ?? null,
      wish,
      unreadWish: wish === null ? [said.date, said.time].filter(Boolean).join(' ') : '',
    })
    const about = { call, isPhoneUnread: phone === undefined, now: visit.now }
    return answerCallback(visit.speaking, outcome, about)
  },
})

/**
 * When the caller wants to be called. A time of day alone is the next one of it, and "as soon as you can" is no wish; one that
 * has passed, or cannot be told, is none either.
 */
function readWish(visit: ToolVisit, said: { date: string; time: string | undefined }): CallbackWish | null {
  const { company } = visit.house
  const isOpen = (at: Temporal.PlainDateTime) => company.branches.some((branch) => isOpenAt(company, branch, at))
  const { when, reason } = readWhen(said, { now: visit.now, language: visit.speaking.language, isOpen })
  if (when.kind === 'question' || reason === 'past') return null
  return when.kind === 'window' && when.grain === 'any' ? null : when
}

/** "Wenn etwas frei wird", "Warteliste", "when something opens up": not about when somebody has time to call. */
const waiting =
  /\b(warteliste|nachr(ü|ue)ck\w*|frei\s*w(ird|erden|ürde)|freiw(ird|erden)|waiting\s?list|wait\s?list|(frees?|opens?|comes?|becomes?)\s(up|free|available)|cancellation list)\b/i

function isWaiting(args: CallbackArguments): boolean {
  return [args.reason, args.when, args.date, args.time].some((text) => text !== undefined && waiting.test(text))
}
