import { keepTask } from '../calls/tasks/keep-task.ts'
import type { Task, TaskKind } from '../calls/tasks/task.ts'
import type { Branch } from '../companies/company.ts'
import { type CallbackWish, callbackTime } from './callback-time.ts'
import type { BookingDeps, Visit } from './visit.ts'

export type CallbackCommand = Visit & {
  kind: TaskKind
  /** '' when none was given. */
  reason: string
  /** E.164, as told; null when none was, or it was not understood. */
  phone: string | null
  wish: CallbackWish | null
  /** The wished time as said where nothing could be made of it; '' otherwise. */
  unreadWish: string
  /** Whose hours count; null for those of any branch. */
  branch: Branch | null
}

export type CallbackOutcome = {
  kind: 'noted'
  task: Task
  /** Nobody is in the house at the time that was wished: the task is for the next time somebody is. */
  isShifted: boolean
}

/** A week is when cancellations have come in, and when somebody who waits without a word feels forgotten. */
const WAITING_DAYS = 7

/**
 * Notes that a caller is to be called: at the time wished as far as the house is open, else within the next open hour; at the
 * number told, else the one they call from. Asking again in the same call changes what was noted.
 */
export async function requestCallback(deps: BookingDeps, command: CallbackCommand): Promise<CallbackOutcome> {
  const { house, call, customer, branch, wish } = command
  const { company } = house
  const now = deps.clock.now()
  const branches = branch === null ? company.branches : [branch]
  const time = callbackTime(company, branches, wish, now)
  const task = await deps.database.inCompany(company.id, (tx) =>
    keepTask(tx, deps, {
      companyId: company.id,
      callId: call.id,
      customerId: customer?.id ?? null,
      kind: command.kind,
      said: {
        phone: command.phone,
        reason: command.reason,
        wishedTime: command.unreadWish,
        time: wish === null ? null : time,
      },
      otherwise: {
        phone: call.callerNumber ?? customer?.phone ?? null,
        time: command.kind === 'waiting' ? waitingTime(command, branches, now) : time,
      },
    }),
  )
  return { kind: 'noted', task, isShifted: wish !== null && !time.isAsWished }
}

/** From now on, and at the latest in a week: then the caller hears that nothing became free. */
function waitingTime({ house }: CallbackCommand, branches: readonly Branch[], now: Temporal.Instant) {
  const inAWeek = now.add({ hours: WAITING_DAYS * 24 })
  return { earliestAt: now, dueAt: callbackTime(house.company, branches, null, inAWeek).dueAt }
}
