import type { Language } from '../language.ts'
import { calendar, fullYear } from './calendar-date.ts'
import { monthNamed } from './month.ts'
import type { Part } from './part.ts'
import { gluedNumberAt, markAt, numberAt, wordAt, type Read } from './peek.ts'
import type { NumberToken, Token } from './token.ts'

/** "4/8", "23/08/17", "05/2016", "23/Sep/2020": the language settles the order where both would do. */
export function readSlashedDate(tokens: readonly Token[], index: number, language: Language): Read<Part> | undefined {
  const first = numberAt(tokens, index)
  if (first?.figures === undefined || !markAt(tokens, index + 1, '/', true)) return undefined
  const named = monthNamed(wordAt(tokens, index + 2))
  const second = gluedNumberAt(tokens, index + 2)
  const third = markAt(tokens, index + 3, '/', true) ? gluedNumberAt(tokens, index + 4) : undefined
  if (named !== undefined && third !== undefined) return namedBetweenSlashes(first, named, third)
  if (second === undefined) return undefined
  if (third === undefined && first.figures.length === 4) return yearFirstWithName(tokens, index, first)
  if (second.figures?.length === 4) return calendar({ month: first.value, year: second.value }, 3)
  const monthFirst = language === 'en' ? second.value > 12 || first.value <= 12 : second.value > 12
  const [dayOfMonth, month] = monthFirst ? [second.value, first.value] : [first.value, second.value]
  if (third === undefined) return calendar({ dayOfMonth, month }, 3)
  return calendar({ dayOfMonth, month, year: fullYear(third) }, 5)
}

/** "23/Sep/2020" and "2020/Sep/23" */
function namedBetweenSlashes(first: NumberToken, month: number, third: NumberToken): Read<Part> {
  const yearFirst = first.figures?.length === 4
  const day = yearFirst ? third.value : first.value
  return calendar({ dayOfMonth: day, month, year: fullYear(yearFirst ? first : third) }, 5)
}

/** "2020/23/Sep" */
function yearFirstWithName(tokens: readonly Token[], index: number, first: NumberToken): Read<Part> | undefined {
  const day = gluedNumberAt(tokens, index + 2)
  const month = monthNamed(wordAt(tokens, index + 4))
  if (day === undefined || month === undefined) return undefined
  return calendar({ dayOfMonth: day.value, month, year: first.value }, 5)
}
