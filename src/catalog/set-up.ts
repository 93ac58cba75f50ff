import type { Transaction } from 'kysely'

import type { Database } from '../infra/db/tables.ts'
import type { Ids } from '../infra/ids.ts'
import type { MinuteRange } from '../infra/weekly-hours.ts'
import { writeGaps } from './gaps.ts'

type Deps = { ids: Ids }
type Tx = Transaction<Database>

export type NewCategory = { name: string; nameEn?: string; parentId?: string | null; position?: number }

/** Adds a shelf, on another when `parentId` says so; gives its id. */
export async function addCategory(tx: Tx, deps: Deps, companyId: string, category: NewCategory): Promise<string> {
  const id = deps.ids.uuid()
  await tx
    .insertInto('categories')
    .values({
      id,
      company_id: companyId,
      parent_id: category.parentId ?? null,
      name: category.name,
      name_en: category.nameEn ?? '',
      position: category.position ?? 0,
    })
    .execute()
  return id
}

export type NewService = {
  name: string
  nameEn?: string
  description?: string
  /** Other words callers use for it. */
  aliases?: readonly string[]
  categoryId?: string | null
  durationMinutes: number
  /** Minutes from the start in which whoever does it is free; inside the service, which begins and ends with the customer. */
  gaps?: readonly MinuteRange[]
  bufferBeforeMinutes?: number
  bufferAfterMinutes?: number
  /** In the company's minor unit; null is "on request". */
  priceMinor?: number | null
  /** Meant when a caller names none; a company has at most one. */
  isDefault?: boolean
  /** Who does it. */
  staffIds?: readonly string[]
  calendarReference?: string | null
  position?: number
}

/** Adds a service and who does it; gives its id. */
export async function addService(tx: Tx, deps: Deps, companyId: string, service: NewService): Promise<string> {
  const id = deps.ids.uuid()
  await tx
    .insertInto('services')
    .values({
      id,
      company_id: companyId,
      category_id: service.categoryId ?? null,
      name: service.name,
      name_en: service.nameEn ?? '',
      description: service.description ?? '',
      aliases: [...(service.aliases ?? [])],
      duration_minutes: service.durationMinutes,
      buffer_before_minutes: service.bufferBeforeMinutes ?? 0,
      buffer_after_minutes: service.bufferAfterMinutes ?? 0,
      gaps: writeGaps(service.gaps ?? []),
      price_minor: service.priceMinor ?? null,
      is_default: service.isDefault ?? false,
      calendar_reference: service.calendarReference ?? null,
      position: service.position ?? 0,
    })
    .execute()
  await setServiceStaff(tx, companyId, id, service.staffIds ?? [])
  return id
}

/** Replaces who does a service. */
export async function setServiceStaff(
  tx: Tx,
  companyId: string,
  serviceId: string,
  staffIds: readonly string[],
): Promise<void> {
  await tx.deleteFrom('service_staff').where('company_id', '=', companyId).where('service_id', '=', serviceId).execute()
  const rows = staffIds.map((staffId) => ({ company_id: companyId, service_id: serviceId, staff_id: staffId }))
  if (rows.length > 0) await tx.insertInto('service_staff').values(rows).execute()
}

/** The service is not offered any more; appointments that stand keep it. */
export async function deactivateService(tx: Tx, companyId: string, serviceId: string): Promise<void> {
  await tx
    .updateTable('services')
    .set({ active: false, is_default: false })
    .where('company_id', '=', companyId)
    .where('id', '=', serviceId)
    .execute()
}
