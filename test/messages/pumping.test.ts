import { expect, test } from 'vitest'

import { createTestCompany } from '../harness/company.ts'
import { createTestDatabase } from '../harness/database.ts'
import { connectTwilio, createMessageDeps } from '../harness/messages.ts'
import { clockAt } from '../harness/server.ts'
import { startTestTwilio } from '../harness/twilio.ts'
import { pump } from './pump.ts'

test('however many texts are asked for, no cap is ever passed', async () => {
  const { db } = await createTestDatabase()
  const company = await createTestCompany(db)
  const twilio = await startTestTwilio()
  await connectTwilio(db, company.id, twilio)
  const { deps } = createMessageDeps({ db, clock: clockAt('2030-06-03T06:00:00Z') })
  await pump(db, deps, company.id, { tries: 500, numbers: 40, senders: 2 })
  const byNumber = Object.groupBy(twilio.taken, ({ to }) => to)
  expect(Object.keys(byNumber)).toHaveLength(40)
  expect(Object.values(byNumber).every((texts = []) => texts.length === 3)).toBe(true)
  await pump(db, deps, company.id, { tries: 300, numbers: 200, senders: 2 })
  expect(twilio.taken).toHaveLength(200)
})
