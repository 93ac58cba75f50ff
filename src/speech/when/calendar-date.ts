import type { DayMention, Part } from './part.ts'
import type { Read } from './peek.ts'
import type { NumberToken } from './token.ts'

/** What no calendar has. */
export const IMPOSSIBLE: Part = { kind: 'impossible' }

/** Years of two figures: 49 and below are this century, as on forms. */
export function fullYear(token: NumberToken): number {
  if (token.figures?.length === 4 || token.value > 99) return token.value
  return token.value < 50 ? 2000 + token.value : 1900 + token.value
}

type CalendarDay = { dayOfMonth?: number | undefined; month?: number | undefined; year?: number | undefined }

/** The mention of a date; a day past 31 or a month past 12 is impossible. */
export function calendar(date: CalendarDay, used: number): Read<Part> {
  const { dayOfMonth, month } = date
  const isDay = dayOfMonth === undefined || (dayOfMonth >= 1 && dayOfMonth <= 31)
  const isMonth = month === undefined || (month >= 1 && month <= 12)
  if (!isDay || !isMonth) return { value: IMPOSSIBLE, used }
  const day: DayMention = { day: 'calendar', ...date }
  return { value: { kind: 'day', day }, used }
}
