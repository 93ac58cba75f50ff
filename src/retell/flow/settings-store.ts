import type { Transaction } from 'kysely'

import type { Database } from '../../infra/db/tables.ts'
import type { Language } from '../../speech/language.ts'
import { defaultFlowSettings, type FlowSettings, flowSettingsSchema } from './flow-settings.ts'

type Of = { companyId: string; language: Language }

/** The settings of a company's agent; what was never decided is as usual. */
export async function loadFlowSettings(tx: Transaction<Database>, { companyId, language }: Of): Promise<FlowSettings> {
  const row = await tx
    .selectFrom('agent_settings')
    .select('settings')
    .where('company_id', '=', companyId)
    .where('language', '=', language)
    .executeTakeFirst()
  return flowSettingsSchema.parse({ ...defaultFlowSettings, ...row?.settings })
}

/** Decides some of the settings and keeps the others. @throws ZodError for one that cannot be */
export async function changeFlowSettings(
  tx: Transaction<Database>,
  { companyId, language }: Of,
  changes: Partial<FlowSettings>,
): Promise<FlowSettings> {
  const settings = flowSettingsSchema.parse({
    ...(await loadFlowSettings(tx, { companyId, language })),
    ...changes,
  })
  const written = JSON.stringify(settings)
  await tx
    .insertInto('agent_settings')
    .values({ company_id: companyId, language, settings: written })
    .onConflict((conflict) => conflict.columns(['company_id', 'language']).doUpdateSet({ settings: written }))
    .execute()
  return settings
}
