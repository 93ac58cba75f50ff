import type { Transaction } from 'kysely'

import type { Database } from '../../infra/db/tables.ts'
import type { Language } from '../../speech/language.ts'
import type { CustomerKind } from '../message.ts'
import { checkTemplate, type Template } from './template.ts'
import { germanTemplates } from './templates.de.ts'
import { englishTemplates } from './templates.en.ts'

const TEMPLATES: Readonly<Record<Language, Readonly<Record<CustomerKind, Template>>>> = {
  de: germanTemplates,
  en: englishTemplates,
}

/** The words of a kind, before anybody changed them. */
export function defaultTemplate(kind: CustomerKind, language: Language): Template {
  return TEMPLATES[language][kind]
}

/** The words of a kind in a company: its own where it has some (primary key), ours for the rest. */
export async function loadTemplate(
  tx: Transaction<Database>,
  companyId: string,
  kind: CustomerKind,
  language: Language,
): Promise<Template> {
  const own = await tx
    .selectFrom('message_templates')
    .select(['channel', 'subject', 'body'])
    .where('company_id', '=', companyId)
    .where('kind', '=', kind)
    .where('language', '=', language)
    .execute()
  const ours = defaultTemplate(kind, language)
  const text = own.find(({ channel }) => channel === 'sms')
  const mail = own.find(({ channel }) => channel === 'email')
  return {
    text: text?.body ?? ours.text,
    subject: mail === undefined || mail.subject === '' ? ours.subject : mail.subject,
    mail: mail?.body ?? ours.mail,
  }
}

/** Which words of a company are meant. */
export type TemplatePlace = { kind: CustomerKind; channel: 'sms' | 'email'; language: Language }

/**
 * Gives a company words of its own; null goes back to ours. `subject` is for mails; '' keeps ours.
 *
 * @throws TemplateError when something in them cannot be filled in.
 */
export async function setTemplate(
  tx: Transaction<Database>,
  companyId: string,
  place: TemplatePlace,
  words: { subject: string; body: string } | null,
): Promise<void> {
  const { kind, channel, language } = place
  await tx
    .deleteFrom('message_templates')
    .where('company_id', '=', companyId)
    .where('kind', '=', kind)
    .where('channel', '=', channel)
    .where('language', '=', language)
    .execute()
  if (words === null) return
  checkTemplate(words.subject)
  checkTemplate(words.body)
  await tx
    .insertInto('message_templates')
    .values({ company_id: companyId, kind, channel, language, ...words })
    .execute()
}
