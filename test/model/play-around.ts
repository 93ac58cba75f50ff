import { changeState } from '../../src/appointments/store.ts'
import { addClosure } from '../../src/companies/set-up.ts'
import { expireHoldsOf, releaseHold } from '../../src/occupancy/holds.ts'
import { occupy, vacate } from '../../src/occupancy/segments.ts'
import { demand } from './disagreement.ts'
import { at } from './play-ask.ts'
import type { RealHouse } from './real-house.ts'
import { keptFor, overlap } from './reference-openings.ts'
import { occupied, type Reference, type ReferenceAppointment, wishedStart } from './reference.ts'
import type { Step } from './step.ts'

const byTheDesk = { who: 'the desk', why: 'the customer asked for it' }

/** Somebody at the desk cancels what they see; what they see may be what it was before somebody else changed it. */
export async function playCancel(
  step: Extract<Step, { kind: 'cancel' }>,
  reference: Reference,
  real: RealHouse,
): Promise<void> {
  if (reference.appointments.length === 0) return
  const appointment = at(reference.appointments, step.appointment)
  const version = step.isStale ? 0 : 1
  const isDone = await cancel(real, appointment, version)
  demand(
    isDone === (appointment.isOpen && !step.isStale),
    'cancelled what had moved on, or did not cancel',
    appointment,
  )
  if (isDone) appointment.isOpen = false
}

async function cancel(real: RealHouse, known: ReferenceAppointment, version: number): Promise<boolean> {
  const seen = {
    id: known.id,
    branchId: real.branchId,
    customerId: '',
    serviceId: '',
    staffId: '',
    attendeeName: known.attendee,
    startsAt: Temporal.Instant.fromEpochMilliseconds(known.startMs),
    endsAt: Temporal.Instant.fromEpochMilliseconds(known.endMs),
    state: 'confirmed' as const,
    version,
    code: '',
    priceMinor: null,
    further: [],
  }
  return await real.db.inCompany(real.companyId, async (tx) => {
    const changed = await changeState(tx, real.deps, real.companyId, seen, { state: 'cancelled' }, byTheDesk)
    if (changed !== undefined) await vacate(tx, real.companyId, known.id)
    return changed !== undefined
  })
}

/** Five minutes pass for one of the holds, by the database's clock. */
export async function playRunOut(which: number, reference: Reference, real: RealHouse): Promise<void> {
  const live = reference.holds.filter((hold) => !hold.hasRunOut)
  if (live.length === 0) return
  const hold = at(live, which)
  await real.owner.query(
    `update holds set expires_at = now() - interval '1 second' where call_id = $1 and state = 'live'`,
    [real.calls[hold.call]?.id],
  )
  hold.hasRunOut = true
}

/** The job that retires what has run out. */
export async function playTidy(reference: Reference, real: RealHouse): Promise<void> {
  const retired = await real.db.inCompany(real.companyId, (tx) => expireHoldsOf(tx, real.companyId))
  const left = reference.holds.filter((hold) => !hold.hasRunOut)
  demand(retired === reference.holds.length - left.length, 'retired more or fewer holds than had run out', retired)
  reference.holds = left
}

export async function playHangUp(call: number, reference: Reference, real: RealHouse): Promise<void> {
  const { index } = at(reference.calls, call)
  const id = real.calls[index]?.id ?? ''
  await real.db.inCompany(real.companyId, (tx) => releaseHold(tx, real.companyId, id))
  reference.holds = reference.holds.filter((hold) => hold.call !== index)
}

/** A calendar elsewhere, or a person, puts something down without asking anybody: the constraint alone decides. */
export async function playOccupy(
  step: Extract<Step, { kind: 'occupy' }>,
  reference: Reference,
  real: RealHouse,
): Promise<void> {
  const open = reference.appointments.filter((one) => one.isOpen)
  if (open.length === 0) return
  const owner = at(open, step.appointment)
  const staff = step.staff % reference.plan.staff.length
  const [kept] = keptFor(reference.plan, owner.service, wishedStart(reference.plan, step.when).startMs)
  if (kept === undefined) return
  const isFree = !occupied(reference, staff).some((one) => overlap(one, kept))
  const isTaken = await real.db.inCompany(real.companyId, (tx) =>
    occupy(tx, {
      id: real.ids.uuid(),
      companyId: real.companyId,
      resourceId: real.staffIds[staff] ?? '',
      during: kept,
      owner: { appointmentId: owner.id },
    }),
  )
  demand(isTaken === isFree, isFree ? 'a free time could not be taken' : 'a taken time was taken again')
  if (isTaken) owner.segments.push({ staff, kept })
}

export async function playCloseDay(afterDays: number, reference: Reference, real: RealHouse): Promise<void> {
  const firstDate = reference.plan.today.add({ days: afterDays })
  await real.db.inCompany(real.companyId, (tx) => addClosure(tx, real.deps, real.companyId, { firstDate }))
  reference.plan = { ...reference.plan, closedAfterDays: [...reference.plan.closedAfterDays, afterDays] }
}
