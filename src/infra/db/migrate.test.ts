import { readFileSync } from 'node:fs'

import { expect, test } from 'vitest'

import { createTestDatabase, queryAsOwner } from '../../../test/harness/database.ts'
import { appliedMigrations, knownMigrations, migrateDown, migrateUp, migrationStatus } from './migrate.ts'
import { schemaDump } from './schema-dump.ts'

test('the schema in the repository is what the migrations make', async () => {
  const { ownerUrl } = await createTestDatabase()
  const committed = readFileSync(new URL('../../../migrations/schema.sql', import.meta.url), 'utf8')
  expect(await schemaDump(ownerUrl), 'run script/schema-dump').toBe(committed)
})

test('taking every migration back and applying them again makes the same schema', async () => {
  const { ownerUrl } = await createTestDatabase()
  const before = await schemaDump(ownerUrl)
  expect(await migrateDown(ownerUrl, { all: true })).toEqual(knownMigrations().toReversed())
  const tables = await queryAsOwner(
    ownerUrl,
    `select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and relname not like 'kysely%'`,
  )
  expect(tables).toEqual([])
  await migrateUp(ownerUrl)
  expect(await schemaDump(ownerUrl)).toBe(before)
})

test('down takes back one migration, and up applies it again', async () => {
  const { ownerUrl } = await createTestDatabase()
  const last = knownMigrations().at(-1)
  expect(await migrateDown(ownerUrl, { all: false })).toEqual([last])
  expect((await migrationStatus(ownerUrl)).pending).toEqual([last])
  expect(await migrateUp(ownerUrl)).toEqual([last])
  expect((await migrationStatus(ownerUrl)).pending).toEqual([])
})

test('several processes that migrate at once apply everything exactly once', async () => {
  const { ownerUrl } = await createTestDatabase({ empty: true })
  const ran = await Promise.all(Array.from({ length: 4 }, () => migrateUp(ownerUrl)))
  expect(ran.flat().toSorted()).toEqual(knownMigrations())
  // With nothing left to migrate they all come to the rest of it, the grants, in the same moment.
  const again = await Promise.all(Array.from({ length: 8 }, () => migrateUp(ownerUrl)))
  expect(again.flat()).toEqual([])
})

test('an empty database lacks everything; a migration nobody knows is named', async () => {
  const { ownerUrl } = await createTestDatabase({ empty: true })
  expect((await migrationStatus(ownerUrl)).pending).toEqual(knownMigrations())
  await migrateUp(ownerUrl)
  await queryAsOwner(ownerUrl, `insert into kysely_migration (name, timestamp) values ('9999_of_tomorrow', 'now')`)
  expect(await migrationStatus(ownerUrl)).toMatchObject({ pending: [], unknown: ['9999_of_tomorrow'] })
})

test('the running gateway may see which migrations there are', async () => {
  const { db } = await createTestDatabase()
  expect(await appliedMigrations(db.kysely)).toEqual(knownMigrations())
})
