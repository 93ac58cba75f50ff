/** A moment of a gold value; without `time` the whole day is meant. */
export type GoldMark = { date: string; time?: string | undefined }
/**
 * What a row's author expects, in one form for all sources: where it starts, where it ends (exclusive), and whether
 * its hours are a part of the day, whose limits every source draws elsewhere.
 */
export type Gold = { from?: GoldMark | undefined; to?: GoldMark | undefined; isDaypart: boolean }
export type GoldRow = { src: string; text: string; ref: string | null; gold: unknown; expected?: unknown }

/** Reads the gold value of a row; undefined when it names no date (durations, sets, times of day alone). */
export function goldOf(row: GoldRow): Gold | undefined {
  if (row.src === 'ctparse') return ctparseGold(row.expected)
  if (row.src === 'duckling') return ducklingGold(String(row.gold))
  if (row.src === 'rustling') return rustlingGold(String(row.gold))
  if (row.src === 'lingua-franca') return { from: isoMark(String(row.gold)), isDaypart: false }
  return recognizersGold(row.gold)
}

type Fields = Record<string, unknown>

function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null ? (value as Fields) : undefined
}

/** ctparse: parts of the day by name; an end without a time includes its day. */
function ctparseGold(expected: unknown): Gold | undefined {
  const fields = fieldsOf(expected)
  const start = ctparseMark(fields?.['start'])
  const end = ctparseMark(fields?.['end'])
  if (start === undefined && end === undefined) return undefined
  const isDaypart = typeof fieldsOf(fields?.['start'])?.['tod'] === 'string'
  return { from: start, to: end === undefined || end.time !== undefined ? end : dayAfter(end), isDaypart }
}

function ctparseMark(value: unknown): GoldMark | undefined {
  const fields = fieldsOf(value)
  if (typeof fields?.['y'] !== 'number') return undefined
  const { y, mo, d, h, mi } = fields as Record<'y' | 'mo' | 'd' | 'h' | 'mi', number | null>
  return mark([y, mo, d], h === null ? undefined : [h, mi])
}

/** duckling: `(datetime (y, m, d, h, mi, s) Grain)`, intervals with an exclusive end, open intervals. */
function ducklingGold(gold: string): Gold | undefined {
  const grain = /\) (\w+)/.exec(gold)?.[1] ?? ''
  const hasClock = /^(?:Hour|Minute|Second)$/.test(grain)
  const marks = [...gold.matchAll(/\((\d+), (\d+), (\d+), (\d+), (\d+), \d+\)/g)].map(([, y, m, d, h, mi]) =>
    mark([y, m, d], hasClock ? [h, mi] : undefined),
  )
  if (gold.includes('OpenInterval Before')) return { to: marks[0], isDaypart: false }
  return marks[0] === undefined
    ? undefined
    : { from: marks[0], to: marks[1], isDaypart: hasClock && marks.length === 2 }
}

/** rustling: `check_moment!(c, [y, m, d, h])`, spans with an exclusive end, directions. */
function rustlingGold(gold: string): Gold | undefined {
  const marks = [...gold.matchAll(/\[([\d, ]+)\]/g)].map(([, list]) => {
    const [y, m, d, h, mi] = (list ?? '').split(',').map((part) => part.trim())
    return mark([y, m ?? 1, d ?? 1], h === undefined ? undefined : [h, mi ?? 0])
  })
  if (gold.includes('Direction::Before')) return { to: marks[0], isDaypart: false }
  const isDaypart = marks.length === 2 && marks[0]?.time !== undefined
  return marks[0] === undefined ? undefined : { from: marks[0], to: marks[1], isDaypart }
}

/** Recognizers: the reading in the future is the last of its values; ends are exclusive. */
function recognizersGold(gold: unknown): Gold | undefined {
  const entity = Array.isArray(gold) ? fieldsOf(gold[0]) : undefined
  const value = fieldsOf(entity?.['Value'])
  const resolution = fieldsOf(entity?.['Resolution'])
  const values = Array.isArray(resolution?.['values']) ? resolution['values'] : []
  const fields = fieldsOf(value?.['FutureResolution']) ?? fieldsOf(values.at(-1))
  if (fields === undefined) return undefined
  const text = (key: string) => (typeof fields[key] === 'string' ? fields[key] : undefined)
  const from =
    text('date') ?? text('dateTime') ?? text('startDate') ?? text('startDateTime') ?? text('start') ?? text('value')
  const to = text('endDate') ?? text('endDateTime') ?? text('end')
  const marks = { from: dated(from), to: dated(to) }
  if (marks.from === undefined && marks.to === undefined) return undefined
  return { ...marks, isDaypart: /T(?:MO|AF|EV|NI|MI|DT)/.test(String(fields['timex'] ?? value?.['Timex'])) }
}

function dated(text: string | undefined): GoldMark | undefined {
  return text !== undefined && /^\d{4}-\d\d-\d\d/.test(text) ? isoMark(text) : undefined
}

function isoMark(text: string): GoldMark {
  const [date = '', time] = text.split(/[ T]/)
  return { date, time: time?.slice(0, 5) }
}

type Figure = string | number | null | undefined

function mark(date: readonly [Figure, Figure, Figure], time: readonly [Figure, Figure] | undefined): GoldMark {
  const two = (part: Figure) => String(part ?? 0).padStart(2, '0')
  // A month is written as its day 0 by one source.
  const day = Number(date[2] ?? 1) === 0 ? 1 : date[2]
  return { date: `${date[0]}-${two(date[1])}-${two(day)}`, time: time && `${two(time[0])}:${two(time[1])}` }
}

function dayAfter({ date }: GoldMark): GoldMark {
  return { date: Temporal.PlainDate.from(date).add({ days: 1 }).toString() }
}
