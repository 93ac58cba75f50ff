import { fieldOf, type Reply } from '../phone-line.ts'
import { hourWord, numberWord } from '../speech/number-words.ts'
import { readWritten } from '../speech/say-when.ts'

/** Answers whose sentence names the time that stands beside it. */
const NAMING = new Set(['available', 'booked', 'already_booked', 'pending_approval', 'moved', 'cancelled'])

/** The time a reply should have named and did not, in words; undefined where the sentence and the data agree. */
export function missingTime(reply: Reply): string | undefined {
  const { data, say, status } = reply
  const start = readWritten(fieldOf(data, 'date'), fieldOf(data, 'time'))
  if (start === undefined || !NAMING.has(status)) return undefined
  const weekday = fieldOf(data, 'weekday')
  if (!say.includes(weekday)) return weekday
  const { hour, minute } = start
  const german = `${hourWord(hour, 'de')} Uhr${minute === 0 ? '' : ` ${numberWord(minute, 'de')}`}`
  const english = hour === 12 && minute === 0 ? 'noon' : sayEnglish(hour, minute)
  return say.includes(german) || say.includes(english) ? undefined : german
}

function sayEnglish(hour: number, minute: number): string {
  const minutes = minute === 0 ? '' : ` ${minute < 10 ? 'oh ' : ''}${numberWord(minute, 'en')}`
  return `${numberWord(((hour + 11) % 12) + 1, 'en')}${minutes} ${hour < 12 ? 'a.m.' : 'p.m.'}`
}
