import { Client } from 'pg'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'

import { accountOf, connectCompany, hostWithEventType, startTestCalcom } from '../../../test/harness/calcom.ts'
import { testIds } from '../../../test/harness/company.ts'
import { queryAsOwner } from '../../../test/harness/database.ts'
import { type Delivered, deliverEvent } from '../../../test/harness/retell-events.ts'
import { createRetellLine, type RetellLine } from '../../../test/harness/retell-line.ts'
import { clockAt, startTestServer, type TestServer } from '../../../test/harness/server.ts'
import { prefetch } from '../../appointments/prefetch.ts'
import { setCallSettings } from '../../calls/call-settings.ts'
import { addBranch, addClosure, addPhoneNumber } from '../../companies/set-up.ts'
import { rememberCustomer } from '../../customers/remember-customer.ts'
import { GREETING_VARIABLES } from './greeting.ts'

/** A Monday morning, nine o'clock in Berlin. */
const START = '2030-06-03T07:00:00Z'
const clock = clockAt(START)

let server: TestServer
let line: RetellLine
let made = 0

beforeAll(async () => {
  server = await startTestServer({ clock })
  line = await createRetellLine(server)
})
beforeEach(() => clock.set(START))

let lines = 0

/** A house set up later than any before. The keys that sign are read again after ten seconds. */
async function newLine(options?: Parameters<typeof createRetellLine>[1]): Promise<RetellLine> {
  const line = await createRetellLine(server, options)
  lines += 1
  clock.set(
    Temporal.Instant.from(START)
      .add({ seconds: 11 * lines })
      .toString(),
  )
  return line
}

const KNOWN = '+4917604069020'
const FROM = '+4917604069021'
type Ring = { from?: string; to?: string; callId?: string | null; agent?: string; diversion?: string; key?: string }

async function ring(of: RetellLine, given: Ring = {}): Promise<Delivered> {
  const call_id = given.callId === undefined ? `call_ring_${(made += 1)}` : given.callId
  const call_inbound = {
    ...(call_id !== null && { call_id }),
    agent_id: given.agent ?? of.agents.de,
    agent_version: 1,
    from_number: given.from ?? FROM,
    to_number: given.to ?? of.number,
    ...(given.diversion !== undefined && { custom_sip_headers: { diversion: given.diversion } }),
  }
  const event_timestamp = clock.now().epochMilliseconds + made
  return await deliverEvent(server, given.key ?? of.key, { event: 'call_inbound', event_timestamp, call_inbound })
}

type Told = { dynamic_variables: Record<string, string>; metadata: Record<string, string>; override_agent_id?: string }
async function told(of: RetellLine, given: Ring = {}): Promise<Told> {
  const { statusCode, body } = await ring(of, given)
  expect(statusCode).toBe(200)
  const { call_inbound } = body as { call_inbound: Told }
  expect(Object.keys(call_inbound.dynamic_variables).toSorted()).toEqual([...GREETING_VARIABLES].toSorted())
  for (const value of Object.values(call_inbound.dynamic_variables)) expect(typeof value).toBe('string')
  return call_inbound
}
const greeting = async (of: RetellLine, given: Ring = {}) => (await told(of, given)).dynamic_variables['greeting']

async function englishNotice(at: string): Promise<string | undefined> {
  clock.set(at)
  return (await told(line, { agent: line.agents.en })).dynamic_variables['closed_notice']
}

async function makeCustomer(of: RetellLine, phone: string, isTrusted: boolean): Promise<void> {
  await server.database.db.inCompany(of.id, async (tx) => {
    const id = testIds.uuid()
    await rememberCustomer(tx, { id, companyId: of.id, phone, name: 'Clara Berg', email: null, language: 'de' })
    if (isTrusted) await tx.updateTable('customers').set({ trusted_at: START }).where('id', '=', id).execute()
  })
}

describe('a ringing phone', () => {
  test('is answered with a greeting that says that a machine speaks, in the language of the agent', async () => {
    expect(await greeting(line)).toBe(
      'Guten Tag! Hier ist der KI-Assistent von Praxis Beispiel. Was kann ich für Sie tun?',
    )
    expect(await greeting(line, { agent: line.agents.en })).toBe(
      'Hello! This is the AI assistant of Praxis Beispiel. What can I do for you?',
    )
    expect((await told(line)).dynamic_variables).toMatchObject({
      customer_known: 'false',
      company: 'Praxis Beispiel',
      branch: 'Hauptstraße',
      language: 'de',
      today: '03.06.2030',
      now: '09:00',
      weekday: 'Montag',
      is_open: 'true',
    })
  })

  test('greets by the first name whoever calls from a number that has proven itself, and nobody else', async () => {
    await makeCustomer(line, KNOWN, true)
    await makeCustomer(line, '+4917604069022', false)
    expect((await told(line, { from: KNOWN })).dynamic_variables).toMatchObject({
      greeting: 'Guten Tag, Clara! Hier ist der KI-Assistent von Praxis Beispiel. Was kann ich für Sie tun?',
      customer_known: 'true',
      first_name: 'Clara',
    })
    expect((await told(line, { from: '+4917604069022' })).dynamic_variables).toMatchObject({
      customer_known: 'true',
      first_name: '',
    })
    // The platform may not have named the call yet: who calls is known all the same.
    expect((await told(line, { from: KNOWN, callId: null })).dynamic_variables['first_name']).toBe('Clara')
  })

  test.each([
    ['2030-06-03T05:30:00Z', 'Wir haben gerade geschlossen und sind ab neun Uhr wieder da.'],
    ['2030-06-03T17:00:00Z', 'Wir haben gerade geschlossen und sind morgen ab neun Uhr wieder da.'],
    ['2030-06-07T17:00:00Z', 'Wir haben gerade geschlossen und sind am Dienstag ab neun Uhr wieder da.'],
    ['2030-06-08T08:00:00Z', 'Wir haben heute geschlossen und sind am Dienstag ab neun Uhr wieder da.'],
    [
      '2030-06-10T08:00:00Z',
      'Heute ist Pfingstmontag, da haben wir geschlossen; morgen ab neun Uhr sind wir wieder da.',
    ],
  ])('says at %s that nobody is there, and that appointments can be made', async (at, notice) => {
    clock.set(at)
    const { dynamic_variables } = await told(line)
    expect(dynamic_variables).toMatchObject({ is_open: 'false', closed_notice: notice })
    expect(dynamic_variables['greeting']).toBe(
      `Guten Tag! Hier ist der KI-Assistent von Praxis Beispiel. ${notice} Einen Termin können Sie trotzdem gleich mit mir vereinbaren. Was kann ich für Sie tun?`,
    )
  })

  test('says the same in English', async () => {
    expect(await englishNotice('2030-06-10T08:00:00Z')).toBe(
      'We are closed today for Whit Monday and back tomorrow from nine a.m.',
    )
    expect(await englishNotice('2030-06-03T17:00:00Z')).toBe('We are closed right now and back tomorrow from nine a.m.')
  })

  test('tells no more than that it is closed when it stays so for weeks', async () => {
    const away = await newLine()
    await server.database.db.inCompany(away.id, (tx) =>
      addClosure(tx, { ids: testIds }, away.id, {
        firstDate: Temporal.PlainDate.from('2030-06-01'),
        lastDate: Temporal.PlainDate.from('2030-06-21'),
        reason: 'Betriebsferien',
      }),
    )
    expect((await told(away)).dynamic_variables['closed_notice']).toBe('Wir haben heute geschlossen.')
  })

  test('without a number is turned away where a house wants that, and only there', async () => {
    const picky = await newLine()
    await server.database.db.inCompany(picky.id, (tx) => setCallSettings(tx, picky.id, { refusesWithheld: true }))
    expect((await ring(picky, { from: 'anonymous' })).body).toEqual({ call_inbound: { reject: true } })
    expect((await told(picky)).dynamic_variables['company']).toBe('Praxis Beispiel')
    expect((await told(line, { from: 'anonymous' })).dynamic_variables['company']).toBe('Praxis Beispiel')
  })

  test('of a number nobody has set up is put through with variables that tell nothing', async () => {
    const { dynamic_variables, metadata } = await told(line, { to: '+4930999999', agent: 'agent_of_nobody' })
    expect(dynamic_variables).toMatchObject({
      greeting: 'Guten Tag! Hier ist der KI-Assistent. Was kann ich für Sie tun?',
      company: '',
      customer_known: 'false',
    })
    expect(metadata).toEqual({})
    const foreign = await newLine()
    expect((await told(line, { key: foreign.key })).dynamic_variables['company']).toBe('')
  })

  test('is answered within its second when the database does not, and later again as ever', async () => {
    const owner = new Client({ connectionString: server.database.ownerUrl })
    await owner.connect()
    // Nobody reads a company any more until this is over.
    await owner.query('begin; lock table companies in access exclusive mode')
    const { dynamic_variables } = await told(line)
    await owner.end()
    expect(dynamic_variables).toMatchObject({ company: '', is_open: 'true' })
    expect(server.logged.at(-1)).toMatchObject({ msg: 'request answered', statusCode: 200 })
    expect(server.logged.some(({ msg, route }) => msg === 'request failed' && route === 'call_inbound')).toBe(true)
    expect((await told(line)).dynamic_variables['company']).toBe('Praxis Beispiel')
  })

  test('signed by nobody is not answered', async () => {
    expect(await ring(line, { key: 'key_of_nobody' })).toEqual({ statusCode: 401, body: undefined })
  })
})

describe('a call that was forwarded', () => {
  test('belongs to the branch whose number was dialled first', async () => {
    const branched = await newLine()
    const westend = await server.database.db.inCompany(branched.id, async (tx) => {
      const id = await addBranch(tx, { ids: testIds }, branched.id, { name: 'Westend', position: 1 })
      const phone = { number: '+493055500777', kind: 'forwarding', branchId: id } as const
      await addPhoneNumber(tx, { ids: testIds }, branched.id, phone)
      return id
    })
    for (const diversion of [
      '<sip:+493055500777@sip.example.com>;reason=unconditional',
      '"Westend" <tel:03055500777>;reason=no-answer',
      '<sip:+4930111111@x>;reason=busy, <sip:0049 30 55500777@x>',
    ]) {
      const callId = `call_diverted_${(made += 1)}`
      expect((await told(branched, { diversion, callId })).dynamic_variables['branch']).toBe('Westend')
      const rows = await queryAsOwner(
        server.database.ownerUrl,
        'select branch_id from calls where retell_call_id = $1',
        [callId],
      )
      expect(rows).toEqual([{ branch_id: westend }])
    }
    expect((await told(branched, { diversion: '<sip:anonymous@x>' })).dynamic_variables['branch']).toBe('Hauptstraße')
  })

  test('to a number several houses share is answered by the agent of the house that was dialled', async () => {
    const shared = await newLine()
    const guest = await newLine()
    await server.database.db.inCompany(guest.id, async (tx) => {
      await addPhoneNumber(tx, { ids: testIds }, guest.id, { number: '+493055500888', kind: 'forwarding' })
      await tx
        .updateTable('agents')
        .set({ workspace_id: shared.workspaceId })
        .where('company_id', '=', guest.id)
        .execute()
      await tx.updateTable('companies').set({ name: 'Salon Gast' }).where('id', '=', guest.id).execute()
    })
    const rung = await told(shared, { diversion: '<sip:+493055500888@x>', callId: null })
    expect(rung).toMatchObject({ override_agent_id: guest.agents.de, dynamic_variables: { company: 'Salon Gast' } })
    // Without a call id nothing but what was sealed tells the tool whose call it is.
    const ask = async (metadata: Record<string, unknown>) => {
      const call = guest.call({
        key: shared.key,
        to: shared.number,
        from: FROM,
        agentId: shared.agents.de,
        metadata,
      })
      return (await call.callTool('initialize_call', {})).reply?.['company']
    }
    expect(await ask(rung.metadata)).toBe('Salon Gast')
    expect(await ask({})).toBe('Praxis Beispiel')
  })

  test('from a number of a workspace that has nothing to do with it is not believed', async () => {
    const stranger = await newLine()
    await server.database.db.inCompany(stranger.id, (tx) =>
      tx.updateTable('companies').set({ name: 'Fremde Firma' }).where('id', '=', stranger.id).execute(),
    )
    const { dynamic_variables } = await told(line, { diversion: `<sip:${stranger.number}@x>` })
    expect(dynamic_variables['company']).toBe('Praxis Beispiel')
  })
})

test('what was sealed while it rang counts for this call alone, and cannot be made up', async () => {
  const other = await newLine()
  const { metadata } = await told(line, { from: '+4917604069031', callId: null })
  const company = async (of: RetellLine, from: string, given: Record<string, unknown>) =>
    (
      await other
        .call({ from, to: '+4930888888', key: of.key, agentId: 'agent_of_nobody', metadata: given })
        .callTool('initialize_call', {})
    ).reply?.['company']
  // The number it names is another one than that of the call.
  expect(await company(line, '+4917604069031', metadata)).toBe('')
  expect(await company(line, '+4917604069031', { ringbook_call: 'made up', ringbook_company_id: line.id })).toBe('')
})

async function connectedLine() {
  const salon = await newLine({ checksConfirmation: false })
  const account = accountOf([hostWithEventType(1), hostWithEventType(2)])
  const standIn = await startTestCalcom({ account, clock })
  await connectCompany(server.database.db, salon, standIn, { sealing: server.context.sealing })
  return { salon, standIn }
}

describe('a company whose calendar is elsewhere', () => {
  test('has its openings fetched while the phone rings', async () => {
    const { salon, standIn } = await connectedLine()
    await told(salon, { callId: `call_warm_${(made += 1)}` })
    await expect.poll(() => standIn.counters().byStatus['200'] ?? 0).toBeGreaterThan(1)
  })

  test('is asked nothing by the first tool calls once they were fetched', async () => {
    const { salon, standIn } = await connectedLine()
    const callId = `call_warm_${(made += 1)}`
    // What ringing begins and nobody waits for: two at once would share what they wait for, but not all that they fetch along.
    await prefetch(server.context, { companyId: salon.id, branchId: null, callId })
    const before = standIn.counters().total
    expect(before).toBeGreaterThan(0)
    const call = salon.call({ callId, from: FROM })
    expect((await call.callTool('initialize_call', {})).reply).toMatchObject({ status: 'ok' })
    const checked = await call.callTool('check_availability', { date: '04.06.2030', time: '10:00' })
    expect(checked.reply).toMatchObject({ status: 'available' })
    expect(standIn.counters().total).toBe(before)
  })
})
