import { parseArgs } from 'node:util'

import { TemplateError } from '../messages/letters/template.ts'
import { setTemplate } from '../messages/letters/templates.ts'
import { type Io, UsageError } from './command.ts'
import { forCompany, kindOf, languageOf } from './messages-company.ts'

/** Gives a company words of its own for a message, or takes them away. */
export async function template(args: string[], io: Io): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      company: { type: 'string' },
      template: { type: 'string' },
      lang: { type: 'string', default: 'de' },
      channel: { type: 'string' },
      text: { type: 'string' },
      subject: { type: 'string', default: '' },
      default: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  })
  const { channel, text } = values
  if (channel !== 'sms' && channel !== 'email') throw new UsageError('--channel is sms or email')
  if ((text === undefined) !== values.default) throw new UsageError('Say what: --text "…", or --default for our own')
  const place = { kind: kindOf(values.template), channel, language: languageOf(values.lang) } as const
  // Written in a shell, where a line break is hard to come by.
  const words = text === undefined ? null : { subject: values.subject, body: text.replaceAll('\\n', '\n') }
  try {
    await forCompany(io, values.company, (tx, _context, companyId) => setTemplate(tx, companyId, place, words))
  } catch (error) {
    if (error instanceof TemplateError) throw new UsageError(error.message)
    throw error
  }
  if (values.json) io.out(JSON.stringify({ ...place, own: words !== null }))
  else io.out(words === null ? 'Back to the words it came with' : 'These are the words from now on')
  return 0
}
