import { sql } from 'kysely'

import { type Executor, hotRead } from '../infra/db/hot-read.ts'
import { readGaps } from './gaps.ts'
import type { Category, Service } from './service.ts'

/** What a company offers: active services and all categories, both in the company's order. */
export type Catalog = { readonly services: readonly Service[]; readonly categories: readonly Category[] }

const readServices = hotRead('company services', (db, company: { id: string }) =>
  db
    .selectFrom('services')
    .select(['id', 'category_id', 'name', 'name_en', 'description', 'aliases', 'duration_minutes'])
    .select([
      'buffer_before_minutes',
      'buffer_after_minutes',
      'price_minor',
      'is_default',
      'calendar_reference',
      'gaps',
    ])
    .where('company_id', '=', company.id)
    .where('active', '=', sql.lit(true))
    .orderBy('position')
    .orderBy('id'),
)

const readServiceStaff = hotRead('company service staff', (db, company: { id: string }) =>
  db
    .selectFrom('service_staff')
    .innerJoin('staff', (join) =>
      join.onRef('staff.company_id', '=', 'service_staff.company_id').onRef('staff.id', '=', 'service_staff.staff_id'),
    )
    .select(['service_staff.service_id', 'service_staff.staff_id'])
    .where('service_staff.company_id', '=', company.id)
    .where('staff.active', '=', sql.lit(true))
    .orderBy('staff.position')
    .orderBy('staff.id'),
)

const readCategories = hotRead('company categories', (db, company: { id: string }) =>
  db
    .selectFrom('categories')
    .select(['id', 'parent_id', 'name', 'name_en'])
    .where('company_id', '=', company.id)
    .orderBy('position')
    .orderBy('id'),
)

/** The catalog of a company. Three reads, however large it is; inactive staff do not count as doing a service. */
export async function loadCatalog(tx: Executor, companyId: string): Promise<Catalog> {
  const services = await readServices(tx, { id: companyId })
  const serviceStaff = Map.groupBy(await readServiceStaff(tx, { id: companyId }), (row) => row.service_id)
  const categories = await readCategories(tx, { id: companyId })
  return {
    services: services.map((row) => ({
      id: row.id,
      categoryId: row.category_id,
      name: row.name,
      nameEn: row.name_en,
      description: row.description,
      aliases: row.aliases,
      durationMinutes: row.duration_minutes,
      bufferBeforeMinutes: row.buffer_before_minutes,
      bufferAfterMinutes: row.buffer_after_minutes,
      priceMinor: row.price_minor,
      isDefault: row.is_default,
      staffIds: (serviceStaff.get(row.id) ?? []).map(({ staff_id }) => staff_id),
      gaps: readGaps(row.gaps),
      calendarReference: row.calendar_reference,
    })),
    categories: categories.map((row) => ({
      id: row.id,
      parentId: row.parent_id,
      name: row.name,
      nameEn: row.name_en,
    })),
  }
}
