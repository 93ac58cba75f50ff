import { readFileSync } from 'node:fs'

import type { Language } from '../../speech/language.ts'
import type { CallToRead, TranscriptTurn } from './agreed-appointment.ts'
import { transcriptHouses } from './transcripts.houses.data.ts'

/** What a transcript means, as whoever wrote it says. `task`: agreed, yet for a person to look at; null: nothing to book. */
export type Gold = 'task' | null | { readonly at: string; readonly services: readonly string[] }

/** One of the written transcripts. */
export type WrittenTranscript = {
  /** Where it stands, to be found again: "de 17". */
  readonly label: string
  readonly kind: string
  /** Every third was kept aside while the reader was written. */
  readonly isHeldOut: boolean
  readonly call: CallToRead
  readonly gold: Gold
  /** Given for some. */
  readonly staff: string | undefined
  readonly attendeeName: string | undefined
}

/** A Monday: the day on which all of them are spoken. */
const startedAt = Temporal.Instant.from('2026-11-23T08:12:00Z')
const zone = 'Europe/Berlin'

/** German and English ones; the harder were written later, in other people's manner and to be misread. */
export type TranscriptFile = Language | 'de.harder' | 'en.harder'

/**
 * The transcripts of a file. A block begins with `# kind -> date and time | service | further=values` (or `-> none`,
 * `-> task`); `A` is the agent, `U` the caller, `R` a tool's answer: status, date and time (several with commas), service and
 * person.
 */
export function writtenTranscripts(file: TranscriptFile): readonly WrittenTranscript[] {
  const text = readFileSync(new URL(`transcripts.${file}.txt`, import.meta.url), 'utf8')
  return text
    .trim()
    .split(/\n{2,}/)
    .map((block, index) => toTranscript(block, index, file))
}

function toTranscript(block: string, index: number, file: TranscriptFile): WrittenTranscript {
  const language = file.startsWith('de') ? 'de' : 'en'
  const [head = '', ...lines] = block.split('\n')
  const [, kind = '', meant = '', rest = ''] = /^# (\w+) -> ([^|]+?)(?: \| (.*))?$/.exec(head) ?? []
  const value = (name: string) => new RegExp(`${name}=(.+?)(?= \\w+=|$)`).exec(rest)?.[1]
  const [services = ''] = rest.split(' | ')
  const house = transcriptHouses[(value('house') ?? 'salon') as keyof typeof transcriptHouses]
  return {
    label: `${file} ${index + 1}`,
    kind,
    isHeldOut: file === language && index % 3 === 2,
    call: { turns: lines.map(toTurn), startedAt, zone, language, ...house },
    gold: toGold(meant, services),
    staff: value('staff'),
    attendeeName: value('name'),
  }
}

function toGold(meant: string, services: string): Gold {
  if (meant === 'none') return null
  return meant === 'task' ? 'task' : { at: dateTime(meant).toString(), services: services.split('+') }
}

function dateTime(written: string): Temporal.PlainDateTime {
  return Temporal.PlainDateTime.from(/^\d{4}/.test(written) ? written : `2026-${written}`)
}

const roles = { A: 'agent', U: 'user', R: 'result' } as const

function toTurn(line: string): TranscriptTurn {
  const role = roles[line.charAt(0) as keyof typeof roles]
  const text = line.slice(2)
  return role === 'result' ? { role, text: toReply(text) } : { role, text }
}

/** A tool's answer, as far as a reader of transcripts looks at it. */
function toReply(text: string): string {
  const [, status = '', times = '', service = '', staff = ''] =
    /^(\w+) ([\dT:,\s-]+)[;\s]\s*([^,]*)(?:, (.*))?$/.exec(text) ?? []
  const openings = times.split(',').map((written, index) => ({
    offer_id: `k${index}`,
    ...fieldsOf(dateTime(written.trim())),
    service,
    staff,
  }))
  const [main] = openings
  const isOne = status === 'available' || status === 'booked'
  const nothing = { offer_id: '', date: '', time: '', service: '', staff: '' }
  return JSON.stringify({ status, say: '', ...(isOne ? main : nothing), alternatives: isOne ? [] : openings })
}

function fieldsOf(at: Temporal.PlainDateTime): { date: string; time: string } {
  const [year, month, day] = at.toPlainDate().toString().split('-')
  return { date: `${day}.${month}.${year}`, time: at.toPlainTime().toString().slice(0, 5) }
}
