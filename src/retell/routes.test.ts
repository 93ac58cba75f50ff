import { beforeAll, describe, expect, test } from 'vitest'

import { signatureHeader } from '../../sim/caller/sign.ts'
import { createRetellLine, type RetellLine } from '../../test/harness/retell-line.ts'
import { clockAt, startTestServer, type TestServer } from '../../test/harness/server.ts'
import { dropPreviousKey, setWorkspaceKey } from '../companies/workspaces.ts'

const clock = clockAt('2026-11-23T08:00:00Z')
let server: TestServer
let salon: RetellLine
let practice: RetellLine
let broken: RetellLine
let rotating: RetellLine

beforeAll(async () => {
  server = await startTestServer({ clock })
  salon = await createRetellLine(server)
  practice = await createRetellLine(server)
  broken = await createRetellLine(server)
  rotating = await createRetellLine(server)
})

const nowMs = () => clock.now().epochMilliseconds
const check = '/api/retell/check-customer'

async function send(body: string, header: string | undefined, path = check, type = 'application/json') {
  const headers = { 'content-type': type, ...(header !== undefined && { 'x-retell-signature': header }) }
  const response = await fetch(new URL(path, server.url), { method: 'POST', headers, body })
  return { status: response.status, text: await response.text() }
}

const bodyOf = (line: RetellLine, callId: string, name = 'check_customer') =>
  JSON.stringify({
    name,
    args: { name: 'Jürgen Größe' },
    call: { call_id: callId, from_number: '+4917604069050', to_number: line.number, direction: 'inbound' },
  })

const signed = (body: string, key = salon.key, ms = nowMs()) => signatureHeader(body, key, ms)
const genuine = async (body: string, path?: string, type?: string) => await send(body, signed(body), path, type)
const padded = (length: number) =>
  JSON.stringify({ ...JSON.parse(bodyOf(salon, 'call_long')), pad: 'x'.repeat(length) })

describe('a request is refused without a word', () => {
  const refused: Record<string, () => { body?: string; header: string | undefined }> = {
    'when it is not signed': () => ({ header: undefined }),
    'when the digest is forged': () => ({ header: `v=${nowMs()},d=${'0'.repeat(64)}` }),
    'when it was signed over five minutes ago': () => ({
      header: signed(bodyOf(salon, 'r'), salon.key, nowMs() - 300_001),
    }),
    'when it was signed over five minutes ahead': () => ({
      header: signed(bodyOf(salon, 'r'), salon.key, nowMs() + 300_001),
    }),
    'when the body was written anew': () => ({
      body: JSON.stringify(JSON.parse(bodyOf(salon, 'r')), null, 1),
      header: signed(bodyOf(salon, 'r')),
    }),
    'when the key is nobody’s': () => ({ header: signed(bodyOf(salon, 'r'), 'key_of_nobody') }),
    'when the key is another workspace’s': () => ({ header: signed(bodyOf(salon, 'r'), practice.key) }),
  }
  test.for(Object.keys(refused))('%s', async (why) => {
    const { body = bodyOf(salon, 'r'), header } = refused[why]?.() ?? { header: undefined }
    expect(await send(body, header)).toEqual({ status: 401, text: '' })
    expect((await send(body, header, '/api/retell/tools')).status).toBe(401)
  })

  test('also for a call that another workspace has begun, and somebody is told', async () => {
    const own = bodyOf(salon, 'call_begun')
    expect((await send(own, signed(own))).status).toBe(200)
    const foreign = bodyOf(practice, 'call_begun')
    expect(await send(foreign, signed(foreign, practice.key))).toEqual({ status: 401, text: '' })
    expect(server.logged).toContainEqual(
      expect.objectContaining({ reason: 'foreign_workspace', companyId: salon.id, level: 'warn' }),
    )
  })
})

describe('a genuine request', () => {
  test('is understood whatever type its body says to be of', async () => {
    for (const type of ['application/json', 'text/plain', 'application/x-www-form-urlencoded']) {
      expect((await genuine(bodyOf(salon, 'call_type'), check, type)).status).toBe(200)
    }
  })

  test('counts at the edges of the five minutes', async () => {
    for (const offsetMs of [-300_000, 300_000]) {
      const body = bodyOf(salon, 'call_edge')
      expect((await send(body, signatureHeader(body, salon.key, nowMs() + offsetMs))).status).toBe(200)
    }
  })

  test('may be signed with the previous key while keys are exchanged', async () => {
    const line = rotating
    const { kysely } = server.database.db
    await setWorkspaceKey(kysely, server.context, line.workspaceId, 'key_new')
    clock.set(clock.now().add({ seconds: 11 }).toString())
    const body = bodyOf(line, 'call_rotated')
    const statuses = async () =>
      await Promise.all(
        [line.key, 'key_new'].map(async (key) => (await send(body, signatureHeader(body, key, nowMs()))).status),
      )
    expect(await statuses()).toEqual([200, 200])
    await dropPreviousKey(kysely, server.context, line.workspaceId)
    clock.set(clock.now().add({ seconds: 11 }).toString())
    expect(await statuses()).toEqual([401, 200])
  })

  test('that holds the arguments alone is told how to mend that', async () => {
    const { status, text } = await genuine(JSON.stringify({ name: 'Max', datum: 'morgen' }))
    expect(status).toBe(422)
    expect(JSON.parse(text)).toMatchObject({ error: 'args_only', message: expect.stringContaining('args only') })
  })

  test('that is no JSON or names no call is a bad one', async () => {
    expect((await genuine('{"name":')).status).toBe(400)
    expect((await genuine('')).status).toBe(400)
    expect(
      (await genuine(JSON.stringify({ name: 'check_customer', args: { call_id: 'call_1' }, call: {} }))).status,
    ).toBe(400)
  })

  test('for a tool that is not there finds nothing', async () => {
    expect((await genuine(bodyOf(salon, 'call_404', 'make_coffee'), '/api/retell/tools')).status).toBe(404)
    expect((await genuine(bodyOf(salon, 'call_404'), '/api/retell/make-coffee')).status).toBe(404)
  })

  test('may be long, but not of more than two megabytes', async () => {
    expect((await genuine(padded(1_900_000))).status).toBe(200)
    expect((await genuine(padded(2_200_000))).status).toBe(413)
  })

  test('may name its tool otherwise than its address does', async () => {
    const { status, text } = await genuine(bodyOf(salon, 'call_named', 'kunde_pruefen'))
    expect(status).toBe(200)
    expect(JSON.parse(text)).toMatchObject({ status: 'new' })
  })

  test('about a number that is nobody’s is told so, with every field there', async () => {
    const body = bodyOf({ ...salon, number: '+493099999999' }, 'call_nobody')
    const { status, text } = await genuine(body)
    expect(status).toBe(200)
    expect(JSON.parse(text)).toEqual({
      status: 'not_configured',
      say: expect.stringMatching(/\.$/),
      customer_known: '',
      first_name: '',
    })
  })

  test('of a web call is known by its agent', async () => {
    const call = salon.call({ from: null, language: 'en' })
    const { reply } = await call.callTool('check_customer', {})
    expect(reply).toMatchObject({ status: 'anonymous', say: expect.stringContaining('I cannot see your number') })
  })

  test('as the platform documents it is understood', async () => {
    const body = JSON.stringify({
      name: 'check_availability_v17',
      args: {
        name: 'Max Beispiel',
        datum: 'morgen',
        dienstleistung: 'Haarschnitt',
        uhrzeit: '10:00',
        call_id: 'call_1',
      },
      call: { call_id: 'call_documented', from_number: 'anonymous', to_number: salon.number },
    })
    const { text } = await genuine(body, '/api/retell/v17/check-availability')
    expect(JSON.parse(text)).toMatchObject({ status: 'available', date: '24.11.2026', time: '10:00' })
  })
})

test('a fault of ours is answered with an apology, written down, and kept with the call', async () => {
  const line = broken
  await server.database.db.inCompany(line.id, async (tx) => {
    await tx.updateTable('companies').set({ zone: 'Nowhere/Land' }).where('id', '=', line.id).execute()
  })
  const { statusCode, reply } = await line.call().callTool('check_availability', { date: 'Geheimnis' })
  expect(statusCode).toBe(200)
  expect(reply).toMatchObject({
    status: 'error',
    say: expect.stringContaining('zurückrufen'),
    offer_id: '',
    alternatives: [],
  })
  const failure = server.logged.find((entry) => entry['msg'] === 'tool failed')
  expect(failure).toMatchObject({ tool: 'check_availability' })
  expect(JSON.stringify(server.logged)).not.toContain('Geheimnis')
})

test('the tools describe themselves', async () => {
  const response = await fetch(new URL('/openapi.json', server.url))
  const json = { schema: { properties: { args: { properties: { date: {}, time: {}, service: {} } } } } }
  const post = { requestBody: { content: { 'application/json': json } } }
  expect(await response.json()).toMatchObject({
    paths: {
      '/api/retell/tools': {},
      '/api/retell/check-availability': { post },
      '/api/retell/v17/book-appointment': { post },
    },
  })
})
