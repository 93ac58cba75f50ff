import type { Transaction } from 'kysely'

import type { Context } from '../app/context.ts'
import { openContext } from '../app/start-process.ts'
import type { Database } from '../infra/db/tables.ts'
import { type CustomerKind, customerKinds, isCustomerKind } from '../messages/message.ts'
import type { Language } from '../speech/language.ts'
import { type Io, UsageError } from './command.ts'
import { findCompany } from './find-company.ts'

/** Runs something for the company an option names, in one transaction. */
export async function forCompany<Result>(
  io: Io,
  slug: string | undefined,
  work: (tx: Transaction<Database>, context: Context, companyId: string) => Promise<Result>,
): Promise<Result> {
  const context = await openContext(io.env, { processName: 'ringbook messages', migrate: false })
  try {
    const companyId = await findCompany(context.database.kysely, slug)
    return await context.database.inCompany(companyId, (tx) => work(tx, context, companyId))
  } finally {
    await context.close()
  }
}

export function kindOf(kind: string | undefined): CustomerKind {
  if (kind === undefined || !isCustomerKind(kind)) {
    throw new UsageError(`--template is one of ${customerKinds.join(', ')}`)
  }
  return kind
}

export function languageOf(language: string): Language {
  if (language !== 'de' && language !== 'en') throw new UsageError(`--lang is de or en, not "${language}"`)
  return language
}
