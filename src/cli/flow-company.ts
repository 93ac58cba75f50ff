import type { Context } from '../app/context.ts'
import { lookUpFirstWorkspace } from '../app/first-workspace.ts'
import { openContext } from '../app/start-process.ts'
import { activeCompanies } from '../companies/routing.ts'
import type { House } from '../openings/house.ts'
import type { RetellApi } from '../retell/flow/deploy/retell-api.ts'
import { workspaceApi } from '../retell/flow/deploy/workspace-api.ts'
import { defaultFlowSettings, type FlowSettings } from '../retell/flow/flow-settings.ts'
import { loadFlowSettings } from '../retell/flow/settings-store.ts'
import type { Language } from '../speech/language.ts'
import { type Io, UsageError } from './command.ts'

/** Whose agent, and in which language. */
export type FlowOf = { slug: string; language: Language }

/** The company, its facts and the settings of its agent, as a command finds them. */
export type FlowTarget = {
  context: Context
  companyId: string
  language: Language
  house: House
  settings: FlowSettings
}

/** The options every action has. */
export const flowOptions = {
  company: { type: 'string' },
  lang: { type: 'string', default: 'de' },
  json: { type: 'boolean', default: false },
} as const

export function readFlowOf(values: { company?: string | undefined; lang: string }): FlowOf {
  if (values.company === undefined) throw new UsageError('--company is missing')
  if (values.lang !== 'de' && values.lang !== 'en') throw new UsageError(`--lang is de or en, not "${values.lang}"`)
  return { slug: values.company, language: values.lang }
}

/** Opens what an action needs, runs it, and closes it again. @throws Error when there is no such company */
export async function withFlowTarget<Result>(
  io: Io,
  of: FlowOf,
  work: (target: FlowTarget) => Promise<Result>,
): Promise<Result> {
  const context = await openContext(io.env, { processName: 'ringbook flow', migrate: false })
  try {
    const companies = await activeCompanies(context.database.kysely)
    const companyId = companies.find((company) => company.slug === of.slug)?.id
    if (companyId === undefined) {
      const others = companies.map(({ slug }) => slug).join(', ')
      throw new Error(
        `There is no company "${of.slug}". ${others === '' ? 'There is none yet: "ringbook demo" makes one to play with' : `There is: ${others}`}`,
      )
    }
    return await work({ context, companyId, language: of.language, ...(await readFacts(context, companyId, of)) })
  } finally {
    await context.close()
  }
}

async function readFacts(
  context: Context,
  companyId: string,
  { language, slug }: FlowOf,
): Promise<{ house: House; settings: FlowSettings }> {
  return await context.database.inCompany(companyId, async (tx) => {
    const house = await context.houses.get(tx, companyId)
    if (house === undefined) throw new Error(`The company "${slug}" cannot be read`)
    return { house, settings: await loadFlowSettings(tx, { companyId, language }) }
  })
}

/** The way to the company's workspace; a company without one gets that of the environment's key. */
export async function platformOf({ context, companyId }: FlowTarget): Promise<{ api: RetellApi; workspaceId: string }> {
  const first = await lookUpFirstWorkspace(context.database.kysely, context, context.retellApiKey)
  const platform = await workspaceApi(context, companyId, first)
  if (platform === undefined) throw new Error('The key of this company’s Retell workspace is not known')
  return platform
}

/** The settings as they are built with: without an address of its own the gateway is where this machine finds it. */
export function settingsHere(settings: FlowSettings, io: Io): FlowSettings {
  if (settings.publicUrl !== defaultFlowSettings.publicUrl) return settings
  return { ...settings, publicUrl: `http://127.0.0.1:${io.env['PORT'] ?? new URL(settings.publicUrl).port}` }
}
