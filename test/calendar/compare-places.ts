import type { Told } from './caller.ts'
import { queryAsOwner } from './query-as-owner.ts'
import type { Salon } from './salon.ts'

type Here = {
  id: string
  state: string
  uid: string | null
  start: string
  host: string | null
  active: number
}
type There = { uid: string; reference: string | null; start: string; end: string; host: string }

/** What was found wrong, one sentence each, and how much there was to look at. */
export type Compared = { readonly findings: readonly string[]; readonly confirmed: number; readonly standing: number }

/** In the end an appointment is one of these. */
const ENDED = ['confirmed', 'failed', 'rejected', 'cancelled']

/**
 * Compares what stands here with what stands there, and both with what callers were told: no twins, nothing lost on either side,
 * nothing undecided, nobody in two places, nobody told "booked" of what is not in both.
 */
export async function comparePlaces(salon: Salon, told: readonly Told[]): Promise<Compared> {
  const here = await readHere(salon)
  const there = readThere(salon)
  const confirmed = here.filter(({ state }) => state === 'confirmed')
  const byReference = Map.groupBy(there, ({ reference }) => reference ?? '')
  const confirmedIds = new Set(confirmed.map(({ id }) => id))
  return {
    findings: [
      ...here.filter(({ state }) => !ENDED.includes(state)).map(({ id, state }) => `undecided: ${id} is ${state}`),
      ...here.filter((one) => one.active > 0 !== (one.state === 'confirmed')).map(({ id }) => `kept time: ${id}`),
      ...[...byReference].flatMap(([id, bookings]) => (bookings.length > 1 ? [`twins there: ${id}`] : [])),
      ...there.filter(({ reference }) => !confirmedIds.has(reference ?? '')).map(({ uid }) => `lost here: ${uid}`),
      ...confirmed.flatMap((one) => differences(one, byReference.get(one.id)?.[0])),
      ...overlaps(there),
      ...told.flatMap(({ kind, reference }) =>
        kind === 'booked' && !confirmedIds.has(reference ?? '') ? [`told booked: ${reference}`] : [],
      ),
    ],
    confirmed: confirmed.length,
    standing: there.length,
  }
}

function differences(here: Here, there: There | undefined): string[] {
  if (there === undefined) return [`lost there: ${here.id}`]
  const isSame = here.uid === there.uid && here.start === there.start && here.host === there.host
  return isSame ? [] : [`different: ${JSON.stringify(here)} and ${JSON.stringify(there)}`]
}

/** Two bookings of one person that share time. */
function overlaps(there: readonly There[]): string[] {
  return [...Map.groupBy(there, ({ host }) => host)].flatMap(([host, bookings]) => {
    const sorted = bookings.toSorted((left, right) => left.start.localeCompare(right.start))
    return sorted.flatMap(({ start }, index) => {
      const before = sorted[index - 1]
      return before !== undefined && before.end > start ? [`double booking of host ${host}: ${start}`] : []
    })
  })
}

async function readHere({ stage, company }: Salon): Promise<readonly Here[]> {
  return await queryAsOwner<Here>(
    stage.ownerUrl,
    `select a.id, a.state, a.calendar_reference as uid, s.calendar_reference as host,
        to_char(a.starts_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS".000Z"') as start,
        (select count(*)::int from segments g where g.appointment_id = a.id and g.active and g.resource_id = a.staff_id) as active
      from appointments a join staff s on s.id = a.staff_id where a.company_id = $1`,
    [company.id],
  )
}

function readThere({ standIn }: Salon): readonly There[] {
  return standIn.bookings().flatMap((booking) => {
    if (booking['status'] !== 'accepted') return []
    const metadata = booking['metadata'] as Record<string, string> | undefined
    const [host] = booking['hosts'] as { id: number }[]
    return [
      {
        uid: String(booking['uid']),
        reference: metadata?.['ringbook_reference'] ?? null,
        start: String(booking['start']),
        end: String(booking['end']),
        host: String(host?.id),
      },
    ]
  })
}
