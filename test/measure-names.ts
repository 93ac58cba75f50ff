/**
 * Measures name matching on names as recognition mangles them, and prints the table of docs/speech-names.md:
 *
 *     node test/measure-names.ts
 *
 * Everything is drawn from seeds, so only the times differ from run to run.
 */

import { distance } from 'fastest-levenshtein'

import { foldName } from '../src/speech/name-folding.ts'
import { buildNameIndex, type NameIndex, resolveName } from '../src/speech/names.ts'
import { nameCodes } from '../src/speech/phonetics.ts'
import { corruptName } from './corrupt-name.ts'
import { type Draw, drawOne, drawPeople, seededDraw } from './german-names.ts'

const sizes = [10, 100, 1_000, 10_000]
const queries = 1_000
const strangers = 1_000
const seed = 20_261_121

type Counts = {
  right: number
  asked: number
  unknown: number
  wrong: number
  strangerTaken: number
  milliseconds: number[]
}

function staffOf(size: number, draw: Draw): { staff: readonly string[]; outside: readonly string[] } {
  const people = drawPeople(draw, size + strangers)
  return { staff: people.slice(0, size), outside: people.slice(size) }
}

function resolveTimed(said: string, index: NameIndex, milliseconds: number[]): ReturnType<typeof resolveName> {
  const start = performance.now()
  const found = resolveName(said, index)
  milliseconds.push(performance.now() - start)
  return found
}

function measure(size: number): Counts {
  const draw = seededDraw(seed + size)
  const { staff, outside } = staffOf(size, draw)
  const index = buildNameIndex(staff.map((name) => ({ id: name, name })))
  const counts: Counts = { right: 0, asked: 0, unknown: 0, wrong: 0, strangerTaken: 0, milliseconds: [] }
  for (let query = 0; query < queries; query += 1) {
    const meant = drawOne(draw, staff)
    const found = resolveTimed(corruptName(meant, draw), index, counts.milliseconds)
    if (found.decision === 'resolved') counts[found.match.name === meant ? 'right' : 'wrong'] += 1
    else counts[found.decision === 'ambiguous' ? 'asked' : 'unknown'] += 1
  }
  for (const stranger of outside) {
    const found = resolveTimed(corruptName(stranger, draw), index, counts.milliseconds)
    if (found.decision === 'resolved') counts.strangerTaken += 1
  }
  return counts
}

function share(count: number, of: number): string {
  return `${((100 * count) / of).toFixed(1)} %`
}

function quantile(milliseconds: readonly number[], part: number): string {
  const sorted = milliseconds.toSorted((one, other) => one - other)
  return `${(sorted[Math.floor(sorted.length * part)] ?? 0).toFixed(2)} ms`
}

function row(cells: readonly (string | number)[]): string {
  return `| ${cells.join(' | ')} |`
}

/** How hard the corruptions are: the two answers that need no matcher. */
function printHardness(): void {
  const draw = seededDraw(seed)
  const pairs = drawPeople(draw, 2_000).map((name) => [name, corruptName(name, draw)] as const)
  const exact = pairs.filter(([name, said]) => foldName(name) === foldName(said)).length
  const cologne = pairs.filter(([name, said]) => nameCodes(name).cologne === nameCodes(said).cologne).length
  const letters = pairs.reduce((sum, [name, said]) => sum + distance(foldName(name), foldName(said)), 0)
  console.log(`exact ${share(exact, pairs.length)}, equal Cologne code ${share(cologne, pairs.length)}`)
  console.log(`letters changed on average ${(letters / pairs.length).toFixed(2)}\n`)
}

function printTable(): void {
  console.log(row(['staff', 'right', 'asked', 'unknown', 'wrong', 'strangers taken for staff', 'P50', 'P99']))
  console.log(row(Array.from({ length: 8 }, () => '---:')))
  // The first list also warms the compiler up, so the smallest is measured twice.
  measure(100)
  for (const size of sizes) {
    const { right, asked, unknown, wrong, strangerTaken, milliseconds } = measure(size)
    const shares = [right, asked, unknown, wrong].map((count) => share(count, queries))
    const times = [quantile(milliseconds, 0.5), quantile(milliseconds, 0.99)]
    console.log(row([size.toLocaleString('en'), ...shares, share(strangerTaken, strangers), ...times]))
  }
}

/** What a resolution costs when nothing else wants the processor: the shortest of five times for each name. */
function printBestTimes(size: number): void {
  const draw = seededDraw(seed + size)
  const { staff } = staffOf(size, draw)
  const index = buildNameIndex(staff.map((name) => ({ id: name, name })))
  const said = Array.from({ length: queries }, () => corruptName(drawOne(draw, staff), draw))
  const shortest = said.map((text) => {
    const milliseconds: number[] = []
    for (let run = 0; run < 5; run += 1) resolveTimed(text, index, milliseconds)
    return Math.min(...milliseconds)
  })
  const [half, most, all] = [quantile(shortest, 0.5), quantile(shortest, 0.99), quantile(shortest, 1 - 1 / queries)]
  console.log(`\n${size.toLocaleString('en')} staff, shortest of five: P50 ${half}, P99 ${most}, maximum ${all}`)
}

printHardness()
printTable()
printBestTimes(10_000)
