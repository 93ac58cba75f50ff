import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, expect, test } from 'vitest'

import { createJournal, readJournal } from '../../sim/chaos/journal.ts'

const directory = mkdtempSync(join(tmpdir(), 'ringbook-journal-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

test('a journal is read back as it was written, without a line that was torn', async () => {
  const path = join(directory, 'journal.jsonl')
  const journal = createJournal(path)
  const wanted = { date: '01.12.2026', time: '10:00' }
  const who = { company: 'first', callId: 'call_1', caller: null, attendee: 'Erika Ba' }
  const asker = { ...who, wanted, delivery: 1, atMs: 1 }
  journal.record({ kind: 'asked', ...asker })
  journal.record({ kind: 'silence', ...asker, reason: 'ECONNRESET', milliseconds: 3 })
  await journal.close()
  appendFileSync(path, '{"kind":"told","comp')
  expect(readJournal(path)).toEqual(journal.entries())
})
