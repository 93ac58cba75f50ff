import { existsSync, readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'

import { goldOf, type Gold, type GoldMark, type GoldRow } from './speech-gold.ts'
import { understandDateLine } from './understand-date.ts'

/** How one row came out; `date` is right in the day but not in the hours. */
export type Verdict = 'right' | 'date' | 'asked' | 'wrong'
type Answer = { kind: string; start: string | null; end: string | null; grain: string | null; reason: string | null }
type Tally = Record<Verdict | 'rows' | 'dayless', number>

const DEFAULT_DATA = '../shared/data/german_datetime_dev.jsonl'
const SOURCES = ['ctparse', 'duckling', 'rustling', 'recognizers', 'lingua-franca']

/** Compares an answer with a gold value under the conventions written in docs/speech-dates.md. */
export function judge(answer: Answer, gold: Gold): Verdict {
  if (answer.kind === 'question') return 'asked'
  const from = markOf(answer.start)
  const to = markOf(answer.end)
  const fromRight = gold.from === undefined ? 'right' : compare(from, gold.from, answer, gold)
  const toRight = gold.to === undefined || gold.isDaypart ? 'right' : compareEnd(to, gold.to, answer)
  if (fromRight === 'wrong' || toRight === 'wrong') return 'wrong'
  return fromRight === 'right' && toRight === 'right' ? 'right' : 'date'
}

function markOf(text: string | null): GoldMark | undefined {
  if (text === null) return undefined
  const [date = '', time] = text.split('T')
  return { date, time }
}

function compare(ours: GoldMark | undefined, gold: GoldMark, answer: Answer, row: Gold): Verdict {
  if (ours?.date !== gold.date) return 'wrong'
  if (row.isDaypart) return answer.grain === 'daypart' || answer.grain === 'time' ? 'right' : 'date'
  if (gold.time === undefined) return answer.kind === 'point' ? 'date' : 'right'
  return ours.time === gold.time ? 'right' : 'date'
}

/** An end is exclusive on both sides; a point has none and is right where a range was only its start. */
function compareEnd(ours: GoldMark | undefined, gold: GoldMark, answer: Answer): Verdict {
  if (ours === undefined) return answer.kind === 'point' ? 'date' : 'wrong'
  const isSame = ours.date === gold.date && (ours.time ?? '00:00') === (gold.time ?? '00:00')
  if (isSame) return 'right'
  return ours.date === gold.date || dayBefore(ours.date) === gold.date ? 'date' : 'wrong'
}

function dayBefore(date: string): string {
  return Temporal.PlainDate.from(date).subtract({ days: 1 }).toString()
}

function score(rows: readonly GoldRow[], show: string | undefined): Map<string, Tally> {
  const tallies = new Map<string, Tally>()
  for (const row of rows) {
    const gold = goldOf(row)
    if (gold === undefined || row.ref === null) continue
    const source = SOURCES.find((name) => row.src.startsWith(name)) ?? row.src
    const line = understandDateLine(JSON.stringify({ text: row.text, ref: row.ref, lang: 'de' }))
    const answer = JSON.parse(line) as Answer
    const verdict = judge(answer, gold)
    for (const name of [source, 'all']) {
      const tally = tallies.get(name) ?? { rows: 0, right: 0, date: 0, asked: 0, wrong: 0, dayless: 0 }
      tallies.set(name, tally)
      if (answer.reason === 'missing') tally.dayless += 1
      else {
        tally.rows += 1
        tally[verdict] += 1
      }
    }
    if (show === verdict || (show === 'missing' && answer.reason === 'missing'))
      process.stdout.write(`${source} | ${row.ref} | ${row.text} | ${JSON.stringify(gold)} | ${line}\n`)
  }
  return tallies
}

function percent(part: number, whole: number): string {
  return `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`.padStart(8)
}

function report(tallies: ReadonlyMap<string, Tally>): string {
  const lines = ['source          rows   date right   date+time    asked    wrong   no day said (not counted)']
  for (const [name, tally] of tallies) {
    const { rows, right, date, asked, wrong, dayless } = tally
    const shares = [right + date, right, asked, wrong].map((part) => percent(part, rows)).join('   ')
    lines.push(`${name.padEnd(14)} ${String(rows).padStart(5)}    ${shares}   ${dayless}`)
  }
  return `${lines.join('\n')}\n`
}

function main(): void {
  const { values } = parseArgs({ options: { data: { type: 'string' }, show: { type: 'string' } } })
  const file = values.data ?? DEFAULT_DATA
  if (!existsSync(file)) {
    process.stderr.write(
      `${file} is not there: give the phrases to score with --data FILE (JSON lines with gold values)\n`,
    )
    process.exitCode = 1
    return
  }
  const rows = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as GoldRow)
  process.stdout.write(report(score(rows, values.show)))
}

if (import.meta.main) main()
