import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'

import { type Command, type Io, UsageError } from './command.ts'
import { understandDateLine } from './understand-date.ts'
import { nameLineReader } from './understand-name.ts'
import { understandPhoneLine } from './understand-phone.ts'
import { understandYesNoLine } from './understand-yesno.ts'

export const summary = 'Show what is understood of a text: dates, names, yes and no, phone numbers'
export const usage = `ringbook understand date|name|yesno|phone [--staff FILE] [--json] < lines

  date           {"text", "ref", "zone", "lang"}: ref is the local time of speaking, e.g. 2030-06-03T10:00
  name           {"text", "lang"}, against the names in --staff FILE, one a line
  yesno          {"text", "lang", "offers"}: what the caller said to which offers
  phone          {"text"}
  --json         Changes nothing: the answer is JSON anyway

Reads one JSON object a line from standard input and writes one a line to standard output.`
export const examples: Command['examples'] = [
  [
    `echo '{"text":"morgen um halb drei","ref":"2030-06-03T10:00","zone":"Europe/Berlin","lang":"de"}' | ringbook understand date`,
    'What "morgen um halb drei" means on a Monday morning',
  ],
  [`echo '{"text":"Frau Maier","lang":"de"}' | ringbook understand name --staff names.txt`, 'Who is meant'],
]

export async function run(args: string[], io: Io): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { staff: { type: 'string' }, json: { type: 'boolean', default: false } },
  })
  const answer = lineReader(positionals, values.staff)
  for await (const line of io.lines()) {
    if (line.trim() !== '') io.out(answer(line))
  }
  return 0
}

function lineReader(positionals: readonly string[], staffFile: string | undefined): (line: string) => string {
  const [what, ...rest] = positionals
  if (rest.length > 0) throw new UsageError(`"${rest[0]}" is one word too many`)
  switch (what) {
    case 'date':
      return understandDateLine
    case 'name':
      if (staffFile === undefined) throw new UsageError('Say with --staff which names there are, one a line')
      return nameLineReader(readNames(staffFile))
    case 'yesno':
      return understandYesNoLine
    case 'phone':
      return understandPhoneLine
    case undefined:
    default:
      throw new UsageError('Say date, name, yesno or phone')
  }
}

function readNames(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8')
      .split('\n')
      .map((name) => name.trim())
      .filter((name) => name !== '')
  } catch (error) {
    throw new UsageError(`The names in ${file} cannot be read`, { cause: error })
  }
}
