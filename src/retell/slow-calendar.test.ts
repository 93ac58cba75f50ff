import fastify from 'fastify'
import { beforeAll, expect, test } from 'vitest'

import { startCall } from '../../sim/caller/phone-call.ts'
import { whenFileIsDone } from '../../test/harness/clean-up.ts'
import { createRetellLine, type RetellLine } from '../../test/harness/retell-line.ts'
import { clockAt, startTestServer, type TestServer } from '../../test/harness/server.ts'
import { silentMirror } from '../calendars/faulty-calendars.ts'
import { retellRoutes } from './routes.ts'

const clock = clockAt('2026-11-23T08:00:00Z')
let server: TestServer
let line: RetellLine
let url = ''

beforeAll(async () => {
  server = await startTestServer({ clock })
  line = await createRetellLine(server)
  // The same routes before a calendar elsewhere that takes requests and never says what came of them.
  const calendar = { ...server.context.calendar, mirror: silentMirror() }
  const app = fastify({ logger: false })
  await app.register(retellRoutes({ ...server.context, calendar }))
  url = await app.listen({ port: 0, host: '127.0.0.1' })
  whenFileIsDone(() => app.close())
})

test.for([
  ['de', 'Ja, bitte.', 'noch nicht bestätigt'],
  ['en', 'Yes, please.', 'not confirmed yet'],
] as const)('a booking nobody knows the end of is told as that in %s', async ([language, yes, told]) => {
  const call = startCall({
    baseUrl: url,
    key: line.key,
    agentId: line.agents[language],
    fromNumber: '+4917604069030',
    toNumber: line.number,
    now: () => clock.now().epochMilliseconds,
  })
  const time = { de: '10:00', en: '14:00' }[language]
  const offered = await call.callTool('check_availability', { date: '1.12.2026', time })
  expect(offered.reply).toMatchObject({ status: 'available' })
  const args = { offer_id: offered.reply?.['offer_id'], name: 'Nora Opitz' }
  const asked = await call.callTool('book_appointment', args)
  expect(asked.reply).toMatchObject({ status: 'needs_confirmation', offer_id: args.offer_id })
  call.callerSays(yes)
  const { reply } = await call.callTool('book_appointment', args)
  expect(reply).toMatchObject({ status: 'unconfirmed', say: expect.stringContaining(told), time })

  const read = await call.callTool('get_customer_appointments', { name: 'Nora Opitz' })
  expect(read.reply).toMatchObject({ status: 'list', say: expect.stringContaining(told) })
})
