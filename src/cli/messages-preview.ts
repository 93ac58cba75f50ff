import { parseArgs } from 'node:util'

import { writeInvitation } from '../messages/letters/invitation.ts'
import { type Preview, previewMessage } from '../messages/preview.ts'
import type { Io } from './command.ts'
import { forCompany, kindOf, languageOf } from './messages-company.ts'

/** Shows a message as a customer would get it, both ways. */
export async function preview(args: string[], io: Io): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      company: { type: 'string' },
      template: { type: 'string' },
      lang: { type: 'string', default: 'de' },
      json: { type: 'boolean', default: false },
    },
  })
  const kind = kindOf(values.template)
  const language = languageOf(values.lang)
  const written = await forCompany(io, values.company, async (tx, { houses, clock, config }, companyId) => {
    const house = await houses.get(tx, companyId)
    if (house === undefined) throw new Error('The company has gone')
    const from = config.mailFrom ?? 'termine@example.org'
    return { from, ...(await previewMessage(tx, house, { kind, language, now: clock.now() })) }
  })
  if (values.json) io.out(JSON.stringify(written))
  else for (const line of tell(written)) io.out(line)
  return 0
}

function tell({ text, segments, mail, from }: Preview & { from: string }): string[] {
  const organizer = { name: mail.fromName, email: from }
  const entry = mail.invitation === null ? [] : ['', writeInvitation({ ...mail.invitation, organizer }).trimEnd()]
  return [
    `Text (${segments === 1 ? 'one part' : `${segments} parts`})`,
    '',
    text,
    '',
    'Mail',
    '',
    `From: ${mail.fromName} <${from}>`,
    `Subject: ${mail.subject}`,
    '',
    mail.text,
    ...entry,
  ]
}
