import type { Language } from '../company/company.ts'

const ONES = {
  de: 'null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn',
  en: 'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen',
} as const
const TENS = {
  de: '- - zwanzig dreißig vierzig fünfzig',
  en: '- - twenty thirty forty fifty',
} as const

/** A number from 0 to 59 in words. */
export function numberWord(value: number, language: Language): string {
  const ones = ONES[language].split(' ')
  if (value < 20) return ones[value] ?? ''
  const ten = TENS[language].split(' ')[Math.floor(value / 10)] ?? ''
  const one = value % 10
  if (one === 0) return ten
  if (language === 'en') return `${ten}-${ones[one]}`
  return `${one === 1 ? 'ein' : ones[one]}und${ten}`
}

/** "ein Uhr", not "eins Uhr". */
export function hourWord(hour: number, language: Language): string {
  return language === 'de' && hour === 1 ? 'ein' : numberWord(hour, language)
}

/** "vierundzwanzigsten": the day of a month after "am", or "twenty-fourth". */
export function ordinalWord(day: number, language: Language): string {
  return language === 'de' ? germanOrdinal(day) : englishOrdinal(day)
}

function germanOrdinal(day: number): string {
  const irregular: Readonly<Record<number, string>> = { 1: 'ersten', 3: 'dritten', 7: 'siebten', 8: 'achten' }
  return irregular[day] ?? `${numberWord(day, 'de')}${day < 20 ? 'ten' : 'sten'}`
}

function englishOrdinal(day: number): string {
  const irregular: Readonly<Record<number, string>> = {
    1: 'first',
    2: 'second',
    3: 'third',
    5: 'fifth',
    8: 'eighth',
    9: 'ninth',
    12: 'twelfth',
  }
  if (day > 20 && day % 10 !== 0) return `${numberWord(day - (day % 10), 'en')}-${englishOrdinal(day % 10)}`
  return irregular[day] ?? `${numberWord(day, 'en').replace(/y$/, 'ie')}th`
}

/** Digits one by one, as people read out a number; now and then a German caller says "zwo". */
export function digitsAloud(digits: string, language: Language): string {
  return Array.from(digits, (digit) => (digit === '+' ? 'plus' : numberWord(Number(digit), language))).join(' ')
}
