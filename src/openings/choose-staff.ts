export type StaffChoice = {
  /** Who is free and does it; in any order. */
  readonly freeStaffIds: readonly string[]
  /** Who the caller named; nobody else will do then. */
  readonly askedForStaffId: string | null
  /** Who the customer was with last. */
  readonly usualStaffId: string | null
  /** Appointments of each that day; nobody listed has none. */
  readonly bookedThatDay: ReadonlyMap<string, number>
  /** Everybody in the company's order. */
  readonly companyOrder: readonly string[]
}

/**
 * Who of several free people gets an appointment: the one asked for, else the customer's usual one, else the least booked that
 * day, else the first in the company's order. Null when nobody is free, or not the one asked for.
 */
export function chooseStaff(choice: StaffChoice): string | null {
  const free = new Set(choice.freeStaffIds)
  if (choice.askedForStaffId !== null) return free.has(choice.askedForStaffId) ? choice.askedForStaffId : null
  if (choice.usualStaffId !== null && free.has(choice.usualStaffId)) return choice.usualStaffId
  // Sorting is stable: of equals the first in the order stays first; strangers to the order come last.
  const inOrder = [
    ...choice.companyOrder.filter((id) => free.has(id)),
    ...free.difference(new Set(choice.companyOrder)),
  ]
  const booked = (id: string): number => choice.bookedThatDay.get(id) ?? 0
  return inOrder.sort((left, right) => booked(left) - booked(right))[0] ?? null
}
