import type { AccountFile } from '../../../sim/calcom/account.ts'
import { type CalcomStandIn, startCalcomStandIn } from '../../../sim/calcom/start.ts'
import { keepConnection, setBookables } from '../../../src/calendars/calcom/store.ts'
import type { Clock } from '../../../src/infra/clock.ts'
import type { Db } from '../../../src/infra/db/database.ts'
import { systemRandom } from '../../../src/infra/random.ts'
import { createSealer } from '../../../src/infra/sealing.ts'
import { createRetellLine, type RetellLine } from '../../harness/retell-line.ts'

/** A company with a team at Cal.com that has a key of its own. */
export type Salon = {
  readonly line: RetellLine
  readonly key: string
  readonly teamId: number
  readonly hosts: readonly Host[]
}

type Host = { readonly name: string; readonly userId: number; readonly eventTypeId: number }

/** The key gateways of a test seal with. */
const sealing = createSealer(new Uint8Array(32).fill(0x5e), [], systemRandom)

const STAFF = ['Anna Abel', 'Bert Busch', 'Cora Clausen', 'Dirk Drews', 'Elke Ernst'] as const
const SECRET = 'a secret of the webhooks'
const TRIGGERS = ['BOOKING_CREATED', 'BOOKING_RESCHEDULED', 'BOOKING_CANCELLED', 'BOOKING_REJECTED']
const MINUTES = 30

/** Makes companies with so many staff, each of these with an event type of their own, all at one Cal.com. */
export async function openSalons(
  database: { db: Db },
  clock: Clock,
  companies: readonly number[],
  faults = '',
): Promise<{ salons: readonly Salon[]; standIn: CalcomStandIn }> {
  const salons: Salon[] = []
  for (const [index, people] of companies.entries()) {
    const teamId = index + 1
    const hosts = STAFF.slice(0, people).map((name, host) => {
      const userId = teamId * 10 + host
      return { name, userId, eventTypeId: userId * 100 }
    })
    const names = hosts.map(({ name }) => name)
    const place = { url: '', database, context: { sealing, clock } }
    const line = await createRetellLine(place, { staff: names, checksConfirmation: false })
    salons.push({ line, key: `cal_test_${teamId}`, teamId, hosts })
  }
  const standIn = await startCalcomStandIn({ account: accountFor(salons), clock, faults })
  for (const salon of salons) await connect(database.db, salon, standIn.url)
  return { salons, standIn }
}

function accountFor(salons: readonly Salon[]): AccountFile {
  const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'] as const
  const all = salons.flatMap((salon) => salon.hosts.map((host) => ({ ...host, teamId: salon.teamId })))
  return {
    users: all.map(({ userId, name, teamId }) => ({
      id: userId,
      name,
      email: `host${userId}@example.test`,
      username: `host${userId}-${teamId}`,
      defaultScheduleId: userId,
    })),
    schedules: all.map(({ userId }) => ({
      id: userId,
      ownerId: userId,
      availability: [{ days: [...days], startTime: '09:00', endTime: '18:00' }],
    })),
    teams: salons.map(({ teamId, hosts }) => ({
      id: teamId,
      name: `Salon ${teamId}`,
      slug: `salon-${teamId}`,
      members: hosts.map(({ userId }, index) => ({ id: userId, userId, role: index === 0 ? 'OWNER' : 'MEMBER' })),
    })),
    eventTypes: all.map(({ userId, name, eventTypeId, teamId }) => ({
      id: eventTypeId,
      title: `Termin bei ${name}`,
      slug: `termin-${userId}`,
      lengthInMinutes: MINUTES,
      slotInterval: 15,
      teamId,
      schedulingType: 'roundRobin',
      hosts: [{ userId }],
    })),
    apiKeys: salons.map(({ key, hosts }) => ({ key, name: key, userId: hosts[0]?.userId ?? 0 })),
  }
}

async function connect(db: Db, { line, key, teamId, hosts }: Salon, url: string): Promise<void> {
  const { id: companyId, staffIds } = line
  const [serviceId = ''] = Object.values(line.serviceIds)
  const staff = staffIds.map((staffId, index) => ({ staffId, userId: 0, eventTypeId: 0, ...hosts[index] }))
  await db.inCompany(companyId, async (tx) => {
    await tx.updateTable('companies').set({ calendar: 'calcom' }).where('id', '=', companyId).execute()
    await keepConnection(
      tx,
      { sealing },
      {
        companyId,
        baseUrl: `${url}/v2`,
        dialect: 'hosted',
        apiKey: key,
        attendeeMailbox: 'termine@salon.test',
        mayWait: true,
        accountId: hosts[0]?.userId ?? 0,
        teamIds: [teamId],
        webhookSecret: SECRET,
      },
    )
    for (const { staffId, userId } of staff) {
      const host = { calendar_reference: String(userId) }
      await tx.updateTable('staff').set(host).where('company_id', '=', companyId).where('id', '=', staffId).execute()
    }
    const bookables = staff.map(({ staffId, eventTypeId }) => ({
      serviceId,
      staffId,
      eventTypeId,
      durationMinutes: MINUTES,
      sendsLength: false,
      isPool: false,
    }))
    await setBookables(tx, companyId, bookables)
  })
}

/** Has Cal.com tell a gateway what happens at a company. */
export async function hearAbout(standIn: CalcomStandIn, salon: Salon, gatewayUrl: string): Promise<void> {
  const subscriberUrl = `${gatewayUrl}/api/webhooks/calcom/${salon.line.id}`
  const body = JSON.stringify({ subscriberUrl, secret: SECRET, active: true, triggers: TRIGGERS })
  const headers = { authorization: `Bearer ${salon.key}`, 'content-type': 'application/json' }
  for (const { eventTypeId } of salon.hosts) {
    const path = `/v2/teams/${salon.teamId}/event-types/${eventTypeId}/webhooks`
    const response = await fetch(`${standIn.url}${path}`, { method: 'POST', headers, body })
    if (!response.ok) throw new Error(`The stand-in takes no webhook: ${response.status} ${await response.text()}`)
  }
}
