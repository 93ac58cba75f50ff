import { randomUUID } from 'node:crypto'

import { overlaps, type Stretch } from './intervals.ts'

/** A slot kept for a while: it hides the slot from readers and keeps nobody from booking it. */
export type Reservation = Stretch & {
  readonly uid: string
  readonly eventTypeId: number
  /** The first host of the event type, whoever would do it. */
  readonly userId: number
  readonly durationMinutes: number
  readonly untilMs: number
}

export type Reservations = {
  byUid(uid: string, nowMs: number): Reservation | undefined
  /** Live ones filed under any of these people. */
  ofUsers(userIds: readonly number[], stretch: Stretch, nowMs: number): readonly Reservation[]
  add(reservation: Omit<Reservation, 'uid'>, uid?: string): Reservation
  remove(uid: string): void
}

export function createReservations(): Reservations {
  const byUid = new Map<string, Reservation>()
  const byUser = new Map<number, Set<Reservation>>()

  const remove = (uid: string) => {
    const reservation = byUid.get(uid)
    if (reservation === undefined) return
    byUid.delete(uid)
    byUser.get(reservation.userId)?.delete(reservation)
  }
  const live = (userId: number, stretch: Stretch, nowMs: number) => {
    const found: Reservation[] = []
    for (const reservation of byUser.get(userId) ?? []) {
      if (reservation.untilMs <= nowMs) remove(reservation.uid)
      else if (overlaps(reservation, stretch)) found.push(reservation)
    }
    return found
  }
  return {
    byUid(uid, nowMs) {
      const reservation = byUid.get(uid)
      return reservation !== undefined && reservation.untilMs > nowMs ? reservation : undefined
    },
    ofUsers: (userIds, stretch, nowMs) => userIds.flatMap((userId) => live(userId, stretch, nowMs)),
    add(given, uid = randomUUID()) {
      const reservation = { ...given, uid }
      remove(uid)
      byUid.set(uid, reservation)
      const mine = byUser.get(given.userId) ?? new Set<Reservation>()
      byUser.set(given.userId, mine.add(reservation))
      return reservation
    },
    remove,
  }
}
