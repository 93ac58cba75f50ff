import { readFileSync } from 'node:fs'

import { z } from 'zod'

import { aliases, argumentSchemas, type ToolName } from '../../src/retell/arguments.ts'
import { replies } from '../../src/retell/reply.ts'
import { earlierNames, tools } from '../../src/retell/tools/registry.ts'
import type { Tool } from '../../src/retell/tools/tool.ts'

/** Where the page is. */
export const TOOLS_DOC = new URL('../../docs/tools.md', import.meta.url)
const GOLDEN = new URL('../../src/retell/answers/golden/', import.meta.url)

/** What an agent may send for an argument, as a caller would have said it. */
const examples: Readonly<Record<string, unknown>> = {
  date: 'Dienstag',
  time: 'um zehn',
  service: 'Haarschnitt',
  staff_name: 'Herr Weber',
  name: 'Anna Berg',
  confirm: true,
  offer_id: 'k3f7',
  code: '470132',
  old_date: 'Dienstag um zehn',
  new_date: 'Mittwoch',
  new_time: 'um elf',
  slots: [
    { date: 'Dienstag', time: 'um neun' },
    { date: 'Dienstag', time: 'um zehn' },
  ],
  not: ['m2p9'],
  daypart: 'vormittags',
  query: 'etwas für kaputte Haare',
  reason: 'Frage zur Rechnung',
  when: 'morgen um zehn',
  intent: 'Termin',
  outcome: 'booked',
}

type Reply = { readonly status: string; readonly say: string }
/** Something the platform sends beside them, and who says what. */
const EXAMPLE_CALL = { call_id: 'call_3f2a', agent_id: 'agent_demo_de', from_number: '+4917604069001' }

/** The page about the tools, made of what the code says of them: it cannot be out of date, only not written anew. */
export function toolsDoc(): string {
  const all = Object.values(tools)
  return [
    introduction,
    '## Contents',
    '',
    ...all.map(({ name }) => `- [\`${name}\`](#${name}): ${statusesOf(name).join(' · ')}`),
    '',
    ...all.flatMap(describe),
    ...earlierGeneration(),
    '',
  ].join('\n')
}

const introduction = `# Tools

Written by \`script/tools-doc\` from the schemas, the registry and the golden answers; a test compares. Change those, not this page.

\`POST /api/retell/<tool-with-dashes>\` serves one tool, \`POST /api/retell/tools\` every tool by the \`name\` in the body. The body is
\`{ "name", "args", "call" }\` as the voice platform sends it, signed over its bytes in \`x-retell-signature\`; "Payload: args only"
must be off. Every argument may be left out; \`null\`, \`""\` and missing mean the same, unknown ones are ignored. Names are compared
without regard to capitals, with umlauts written out and blanks as underscores.

Every answer is 200 with \`status\`, \`say\` (what the agent says, in the language of the call) and all of the tool's data: \`""\` or
\`[]\` where there is nothing to tell. No answer is longer than 1,500 characters. Besides its own, every tool may answer \`error\`
(something broke; a callback is offered) and \`not_configured\` (a number nobody has set up). Requests that are none get 400, 401,
404, 413, 422, 429 or 503.
`

function statusesOf(name: ToolName): readonly string[] {
  return replies[name].statuses
}

function describe({ name, description, deadlineMs }: Tool): readonly string[] {
  const { scalars, lists } = replies[name]
  const data = [...scalars.map((field) => `\`${field}\``), ...lists.map((field) => `\`${field}[]\``)]
  return [
    `## ${name}`,
    '',
    `${description} Answers within ${deadlineMs / 1000} s: let the agent wait a second longer.`,
    '',
    ...describeArguments(name),
    `Data: ${data.length === 0 ? 'none' : data.join(', ')}.`,
    '',
    ...describeStatuses(name),
    ...describeExample(name),
  ]
}

type Property = { readonly type?: string; readonly description?: string; readonly maxLength?: number }

function describeArguments(name: ToolName): readonly string[] {
  const { properties = {} } = z.toJSONSchema(argumentSchemas[name], { io: 'input' }) as {
    properties?: Readonly<Record<string, Property>>
  }
  const rows = Object.entries(properties).map(([field, { type = '', description = '', maxLength }]) => {
    const others = (aliases[field] ?? []).filter((alias) => alias !== field).map((alias) => `\`${alias}\``)
    const kind = maxLength === undefined ? type : `${type}, ${maxLength}`
    return `| \`${field}\` | ${others.join(' ')} | ${kind} | ${description} |`
  })
  if (rows.length === 0) return ['No arguments.', '']
  return ['| argument | also called | type | meaning |', '|---|---|---|---|', ...rows, '']
}

/** Each status with the first sentence the golden answers have for it. */
function describeStatuses(name: ToolName): readonly string[] {
  const [german, english] = [goldenOf(name, 'de'), goldenOf(name, 'en')]
  const rows = statusesOf(name).map((status) => {
    const said = (golden: readonly Reply[]) => golden.find((reply) => reply.status === status)?.say ?? ''
    return said(german) === ''
      ? `| \`${status}\` | as a check does | |`
      : `| \`${status}\` | ${said(german)} | ${said(english)} |`
  })
  return ['| status | for example | in English |', '|---|---|---|', ...rows, '']
}

function describeExample(name: ToolName): readonly string[] {
  const fields = Object.keys(argumentSchemas[name].shape)
  const args = Object.fromEntries(fields.filter((field) => field in examples).map((field) => [field, examples[field]]))
  const [reply] = goldenOf(name, 'de')
  return [...asJson({ name, args, call: EXAMPLE_CALL }), '', ...asJson(reply), '']
}

function asJson(value: unknown): readonly string[] {
  return ['```json', JSON.stringify(value, null, 2), '```']
}

/** The golden answers of a tool, in their order. @throws when it has none: every tool has. */
function goldenOf(name: ToolName, language: 'de' | 'en'): readonly Reply[] {
  const text = readFileSync(new URL(`${name}.${language}.txt`, GOLDEN), 'utf8')
  return Object.values(JSON.parse(text) as Record<string, Reply>)
}

function earlierGeneration(): readonly string[] {
  const rows = Object.entries(earlierNames).map(([name, { tool, implied }]) => {
    const path = `/api/retell/v17/${name.replace(/_v17$/, '').replaceAll('_', '-')}`
    return `| \`${name}\` | \`${path}\` | \`${tool.name}\` with \`${JSON.stringify(implied)}\` |`
  })
  return ['## Names of the earlier generation', '', '| name | address | is |', '|---|---|---|', ...rows]
}
